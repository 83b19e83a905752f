import { test } from '@japa/runner'
import { readFileSync } from 'node:fs'
import { TRANSITIONS, type JobTransition } from '../../status/transitions.ts'

test.group('README of job cards', () => {
  test('the README prints the table of transitions that the code has', ({ assert }) => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const printed = readme.split('\n').filter((line) => /^\| `[a-z_]+` *\|/.test(line))
    const expected = (TRANSITIONS as readonly JobTransition[]).map(
      ({ name, from, to, asks, guarded, permission }) =>
        `| \`${name}\` | ${from.join(', ')} | ${to} | ${asks.replace('_', ' ')} | ${guarded ?? '–'} | \`${permission}\` |`
    )
    assert.deepEqual(
      printed.map((line) => line.replace(/ +/g, ' ')),
      expected
    )
  })
})
