import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { randomInt } from 'node:crypto'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { figure, GUESSES, inParallel } from '../../helpers/figures.ts'
import { invite } from '../../helpers/invitations.ts'

/** The letters and digits that codes are made of. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

function randomCode() {
  return Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

test.group('Guessing invitation codes', (group) => {
  group.each.teardown(async () => {
    await db.from('sign_in_throttles').delete()
  })

  test('thousands from 1,000 addresses: few are looked at, a link that was given out still opens', async ({
    client,
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    await invite(scope, { kind: 'code' })
    const link = await invite(scope, { kind: 'link' })
    const before = await db.from('memberships').count('* as n').first()

    let looked = 0
    const started = Date.now()
    await inParallel(GUESSES, 16, async (index) => {
      const response = await client
        .post('/join')
        .header('accept', 'application/json')
        .header('x-forwarded-for', `203.0.${index % 4}.${(index >> 2) % 250}`)
        .withCsrfToken()
        .redirects(0)
        .json({ code: randomCode() })
      assert.include([422, 429], response.status(), response.text())
      if (response.status() !== 429) looked++
    })
    figure('codes looked at', `${looked} of ${GUESSES}, ${Date.now() - started} ms`)
    assert.isAtMost(looked, 520)
    assert.deepEqual(await db.from('memberships').count('* as n').first(), before)

    const opened = await client.get(`/join/${link.secret}`).redirects(0)
    assert.include([200, 302, 303], opened.status())
    assert.notInclude(opened.header('location') ?? '', '/join?')
  }).timeout(300_000)
})
