import { test } from '@japa/runner'
import { readFileSync } from 'node:fs'
import { TRANSITIONS } from '../../status/transitions.ts'

test.group('README of tickets', () => {
  test('the README prints the table of transitions that the code has', ({ assert }) => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const printed = readme.split('\n').filter((line) => /^\| `[a-z_]+` *\|/.test(line))
    const expected = TRANSITIONS.map(
      ({ name, from, to, asks, permission }) =>
        `| \`${name}\` | ${from.join(', ')} | ${to} | ${asks.replace('_', ' ')} | \`${permission}\` |`
    )
    assert.deepEqual(
      printed.map((line) => line.replace(/ +/g, ' ')),
      expected
    )
  })
})
