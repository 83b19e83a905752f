import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { hashMatches } from '../../../app/identity/services/passwords.ts'
import { resetPassword } from '../../../app/identity/services/password_reset.ts'
import { NOWHERE } from '../../../app/identity/services/origin.ts'
import { readSecret, sealForDeployment, storeSecret } from '../../../app/secrets/vault.ts'
import { scopeOfToken } from '../../../app/tokens/open_token.ts'
import { createServiceAccount } from '../../../app/tokens/service_accounts.ts'
import { askAce, runAce, spawnAce } from '../../helpers/ace.ts'

interface Refused {
  error: { code: string; options: { option: string }[] }
}
interface WithLink {
  id: string
  link: string | null
  sessionsEnded: number
}

const PASSWORD = 'Ghat-roads-at-monsoon-7'
const newEmail = () => `person-${randomUUID()}@example.com`
const tokenIn = (link: string) => new URL(link).pathname.split('/').at(-1)!

test.group('user:create', () => {
  test('makes an account and a link by which the person sets a password', async ({ assert }) => {
    const email = newEmail()
    const args = ['--name=Meera Joshi', `--email=${email.toUpperCase()}`]
    const { json, exitCode } = await runAce<WithLink>('user:create', args)
    assert.equal(exitCode, 0)
    const before = await db.from('users').where('id', json.id).first()
    assert.equal(before.email, email)
    assert.isNull(before.password)
    await resetPassword(tokenIn(json.link!), PASSWORD, NOWHERE)
    const after = await db.from('users').where('id', json.id).first()
    assert.isTrue(await hashMatches(after.password, PASSWORD))
    const twice = await runAce<Refused>('user:create', args)
    assert.equal(twice.exitCode, 1)
    assert.equal(twice.json.error.options[0].option, '--email')
  })

  test('takes a password from standard input', async ({ assert }) => {
    const email = newEmail()
    const made = await spawnAce(
      ['user:create', '--name=Meera Joshi', `--email=${email}`, '--password-stdin', '--json'],
      PASSWORD
    )
    assert.equal(made.exitCode, 0, made.stderr)
    assert.isNull((JSON.parse(made.stdout) as WithLink).link)
    const user = await db.from('users').where('email', email).first()
    assert.isTrue(await hashMatches(user.password, PASSWORD))
  }).timeout(30_000)
})

test.group('user:reset-password', () => {
  test('prints a link that works once, and signs the person out everywhere', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    ;(await client.get('/').loginAs(user)).assertStatus(200)
    const { json } = await runAce<WithLink>('user:reset-password', [user.email])
    assert.isAtLeast(json.sessionsEnded, 1)
    const alive = await db.from('user_sessions').where('user_id', user.id).whereNull('revoked_at')
    assert.lengthOf(alive, 0)
    const newer = await runAce<WithLink>('user:reset-password', [user.email])
    await assert.rejects(() => resetPassword(tokenIn(json.link!), PASSWORD, NOWHERE))
    await resetPassword(tokenIn(newer.json.link!), PASSWORD, NOWHERE)
    await assert.rejects(() => resetPassword(tokenIn(newer.json.link!), PASSWORD, NOWHERE))
  })

  test('mails the link instead and then prints none', async ({ assert }) => {
    const user = await (await makeWorkshop()).user()
    const { json } = await runAce<WithLink>('user:reset-password', [user.email, '--mail'])
    assert.isNull(json.link)
    const [{ count }] = (
      await db.rawQuery(`select count(*)::int as count from user_links where user_id = ?`, [
        user.id,
      ])
    ).rows as { count: number }[]
    assert.equal(count, 1)
    const spoken = await askAce('user:reset-password', [user.email, '--mail'])
    assert.include(spoken.text, `The link is on its way to ${user.email}.`)
    assert.notInclude(spoken.text, '/password/reset/')
  })

  test('says that nobody has the address', async ({ assert }) => {
    const { exitCode, json } = await runAce<Refused>('user:reset-password', ['nobody@example.com'])
    assert.equal(exitCode, 1)
    assert.equal(json.error.code, 'E_ACCOUNT_UNKNOWN')
    assert.equal(json.error.options[0].option, '<email>')
  })
})

test.group('user:disable-2fa', () => {
  test('asks first, then lets the person in without a code and notes it', async ({ assert }) => {
    const user = await (await makeWorkshop()).user()
    const sealed = await sealForDeployment('JBSWY3DPEHPK3PXP')
    const on = { two_factor_secret: sealed, two_factor_confirmed_at: new Date() }
    await db.from('users').where('id', user.id).update(on)
    const unasked = await runAce<Refused>('user:disable-2fa', [user.email])
    assert.equal(unasked.exitCode, 1)
    assert.equal(unasked.json.error.options[0].option, '--force')
    const still = await db.from('users').where('id', user.id).first()
    assert.isNotNull(still.two_factor_confirmed_at)

    const { exitCode } = await runAce<object>('user:disable-2fa', [user.email, '--force'])
    assert.equal(exitCode, 0)
    const after = await db.from('users').where('id', user.id).first()
    assert.isNull(after.two_factor_secret)
    assert.isNull(after.two_factor_confirmed_at)
    const event = await db
      .from('security_events')
      .where({ user_id: user.id, kind: 'two_factor.off' })
      .first()
    assert.equal(event.details.by, 'The administrator of Karkhana')
    const twice = await runAce<Refused>('user:disable-2fa', [user.email, '--force'])
    assert.equal(twice.json.error.code, 'E_TWO_FACTOR_OFF')
  })
})

test.group('token:create', () => {
  test('makes tokens of members and service accounts with what was asked', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    const open = async (value: string) => scopeOfToken(value, { ip: null })
    interface Made {
      value: string
      expiresAt: string
    }
    const full = await runAce<Made>('token:create', [user.email, '--days=7'])
    const permissions = (await open(full.json.value))!.permissions
    assert.deepEqual([...permissions], [...(await workshop.scope()).permissions])
    const days = (new Date(full.json.expiresAt).getTime() - Date.now()) / 86_400_000
    assert.closeTo(days, 7, 0.1)

    const looking = await runAce<Made>('token:create', [user.email, '--read-only'])
    for (const permission of (await open(looking.json.value))!.permissions) {
      assert.match(permission, /\.view(_all)?$/)
    }
    const few = await runAce<Made>('token:create', [
      user.email,
      '--abilities=tickets.ticket.view',
      '--abilities=contacts.contact.view',
    ])
    assert.sameMembers(
      [...(await open(few.json.value))!.permissions],
      ['tickets.ticket.view', 'contacts.contact.view']
    )

    const registry = await app.container.make(ModuleRegistry)
    await createServiceAccount(await workshop.scope(), registry, {
      name: 'Website booking',
      role: 'technician',
      branchIds: [],
    })
    const robot = await runAce<Made>('token:create', [
      '--service-account=website booking',
      `--org=${workshop.organisationId}`,
    ])
    assert.equal((await open(robot.json.value))!.role, 'technician')

    const spoken = await askAce('token:create', [user.email])
    assert.match(spoken.text, /^krk_\S+$/)
  })

  test('names the option that is wrong', async ({ assert }) => {
    const user = await (await makeWorkshop()).user()
    const option = async (args: string[]) => {
      const { exitCode, json } = await runAce<Refused>('token:create', args)
      assert.equal(exitCode, 1)
      return json.error.options[0]?.option
    }
    assert.equal(await option(['nobody@example.com']), '<email>')
    assert.equal(await option([user.email, '--days=0']), '--days')
    assert.equal(await option([user.email, '--abilities=no.such.thing']), '--abilities')
    assert.equal(await option(['--service-account=Robot']), '--org')
    assert.equal(await option([]), undefined)
  })
})

test.group('key:rotate', () => {
  test('rotates one organisation, or the deployment and all of them', async ({ assert }) => {
    interface Rotated {
      rewrapped: number
      rotations: { organisationId: string | null; version: number; resealed: number }[]
    }
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    for (const workshop of [mine, other]) {
      await storeSecret(
        await workshop.scope(),
        'invoicing.razorpay_key_id',
        'rzp_live_1DP5mmOlF5G5ag'
      )
    }
    const one = await runAce<Rotated>('key:rotate', [`--org=${mine.organisationId}`])
    assert.equal(one.exitCode, 0)
    assert.containsSubset(one.json, {
      rewrapped: 0,
      rotations: [{ organisationId: mine.organisationId, version: 2, resealed: 1 }],
    })
    const all = await runAce<Rotated>('key:rotate', ['--all'])
    const versions = new Map(
      all.json.rotations.map(({ organisationId, version }) => [organisationId, version])
    )
    assert.equal(versions.get(mine.organisationId), 3)
    assert.equal(versions.get(other.organisationId), 2)
    assert.isTrue(versions.has(null))
    for (const workshop of [mine, other]) {
      const value = await readSecret(await workshop.scope(), 'invoicing.razorpay_key_id')
      assert.equal(value, 'rzp_live_1DP5mmOlF5G5ag')
    }
    const both = await runAce<Refused>('key:rotate', ['--all', `--org=${mine.organisationId}`])
    assert.equal(both.exitCode, 1)
    const nobody = await runAce<Refused>('key:rotate', ['--org=nobody'])
    assert.equal(nobody.json.error.options[0].option, '--org')
  })

  test('ends with 1 and names a value that cannot be opened', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await storeSecret(scope, 'invoicing.razorpay_key_id', 'rzp_live_1DP5mmOlF5G5ag')
    await scope.work((unit) => unit.rows(`update organisation_secrets set sealed = 'k1.x.y'`))
    const { exitCode, text } = await askAce('key:rotate', [`--org=${workshop.organisationId}`])
    assert.equal(exitCode, 1)
    assert.include(text, 'invoicing.razorpay_key_id cannot be opened')
  })
})
