import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { hashMatches } from '../../../app/identity/services/passwords.ts'
import Plan from '../../../app/partners/models/plan.ts'
import { askAce, runAce, spawnAce } from '../../helpers/ace.ts'

interface Refused {
  error: {
    code: string
    message: string
    next: string
    options: { option: string; message: string }[]
  }
}
interface Created {
  id: string
  name: string
  invitation: string | null
}
interface Listed {
  data: {
    id: string
    name: string
    partner: string | null
    plan: string | null
    suspended: boolean
  }[]
  nextCursor: string | null
}

const PASSWORD = 'Ghat-roads-at-monsoon-7'
const address = ['--address=12 Karve Road', '--city=Pune', '--postal-code=411004', '--state=27']
const newName = () => `Shakti Motors ${randomUUID().slice(0, 8)}`
const newEmail = () => `owner-${randomUUID()}@example.com`
const owner = (email: string) => ['--owner-name=Asha Kulkarni', `--owner-email=${email}`]

test.group('org:create', () => {
  test('founds an organisation and prints a link that makes its reader the owner', async ({
    assert,
    client,
  }) => {
    const name = newName()
    const { exitCode, json } = await runAce<Created>('org:create', [
      `--name=${name}`,
      '--gstin=27AAPFU0939F1ZV',
      ...address,
      ...owner(newEmail()),
    ])
    assert.equal(exitCode, 0)
    assert.equal(json.name, name)
    const row = await db.from('organisations').where('id', json.id).first()
    assert.equal(row.legal_name, name)
    assert.isTrue(json.invitation!.startsWith(`${process.env.APP_URL}/join/`))
    const { pathname } = new URL(json.invitation!)
    assert.include((await client.get(pathname)).text(), name)
    const event = await db
      .from('security_events')
      .where({ organisation_id: json.id, kind: 'organisation.created' })
      .first()
    assert.equal(event.details.by, 'The administrator of Karkhana')
  })

  test('takes a password from standard input in a process of its own, and the owner signs in with it', async ({
    assert,
  }) => {
    const email = newEmail()
    const args = [`--name=${newName()}`, ...address, ...owner(email), '--password-stdin', '--json']
    const { exitCode, stdout, stderr } = await spawnAce(['org:create', ...args], `${PASSWORD}\n`)
    assert.equal(exitCode, 0, stderr)
    const json = JSON.parse(stdout) as Created
    assert.isNull(json.invitation)
    assert.notInclude(stdout + stderr, PASSWORD)
    const member = await db
      .from('memberships as m')
      .join('users as u', 'u.id', 'm.user_id')
      .where({ 'm.organisation_id': json.id, 'u.email': email })
      .select('m.role', 'u.email_verified_at', 'u.password')
      .first()
    assert.equal(member.role, 'owner')
    assert.isNotNull(member.email_verified_at)
    assert.isTrue(await hashMatches(member.password, PASSWORD))

    const weak = await spawnAce(
      [
        'org:create',
        `--name=${newName()}`,
        ...address,
        ...owner(newEmail()),
        '--password-stdin',
        '--json',
      ],
      'password123\n'
    )
    assert.equal(weak.exitCode, 1)
    const { error } = JSON.parse(weak.stdout) as Refused
    assert.equal(error.code, 'E_PASSWORD_WEAK')
    assert.equal(error.options[0].option, '--password-stdin')
  }).timeout(60_000)

  test('gives it to a partner with a plan, which says what it may switch on', async ({
    assert,
  }) => {
    const partner = await runAce<{ id: string }>('partner:create', [
      `--name=EV Partners ${randomUUID().slice(0, 8)}`,
      '--manager-name=Ravi Menon',
      `--manager-email=${newEmail()}`,
    ])
    const modules = ['contacts', 'vehicles', 'tickets']
    const { id: planId } = await Plan.create({ partnerId: partner.json.id, name: 'Desk', modules })
    const args = [`--name=${newName()}`, ...address, ...owner(newEmail())]
    const { json } = await runAce<Created>('org:create', [
      ...args,
      `--partner=${partner.json.id}`,
      '--plan=desk',
    ])
    const row = await db.from('organisations').where('id', json.id).first()
    assert.equal(row.partner_id, partner.json.id)
    assert.equal(row.plan_id, planId)
    const entitled = await db
      .from('organisation_modules')
      .where({ organisation_id: json.id, entitled: true })
      .select('module_id')
    assert.sameMembers(
      entitled.map((module) => module.module_id),
      modules
    )
    const wrong = await runAce<Refused>('org:create', [
      ...args,
      `--partner=${partner.json.id}`,
      '--plan=Gold',
    ])
    assert.equal(wrong.exitCode, 1)
    assert.equal(wrong.json.error.options[0].option, '--plan')
    assert.include(wrong.json.error.options[0].message, 'Choose one of: Desk.')
    const alone = await runAce<Refused>('org:create', [...args, '--plan=Desk'])
    assert.equal(alone.json.error.options[0].option, '--partner')
  })

  test('names each option that is missing or wrong, and leaves nothing behind', async ({
    assert,
  }) => {
    const nothing = await runAce<Refused>('org:create', [])
    assert.equal(nothing.exitCode, 1)
    assert.deepEqual(
      nothing.json.error.options.map(({ option }) => option),
      ['--name', '--address', '--city', '--postal-code', '--owner-name', '--owner-email']
    )
    const name = newName()
    const wrong = await runAce<Refused>('org:create', [
      `--name=${name}`,
      '--gstin=27AAPFU0939F1ZX',
      ...address,
      ...owner(newEmail()),
    ])
    assert.equal(wrong.json.error.options[0].option, '--gstin')
    assert.isNull(await db.from('organisations').where('name', name).first())
    const spoken = await askAce('org:create', [`--name=${name}`, ...address, ...owner('nobody')])
    assert.equal(spoken.exitCode, 1)
    assert.include(spoken.text, '--owner-email: This is not an e-mail address.')
  })
})

test.group('org:list', () => {
  test('goes through all organisations page by page, each once', async ({ assert }) => {
    const marker = randomUUID().slice(0, 8)
    const made = new Set<string>()
    for (let n = 0; n < 5; n++) {
      const name = n < 2 ? `Twin ${marker}` : `Shop ${n} ${marker}`
      made.add((await makeWorkshop({ organisationName: name })).organisationId)
    }
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const args: string[] = [`--search=${marker}`, '--limit=2']
      if (cursor) args.push(`--cursor=${cursor}`)
      const { json }: { json: Listed } = await runAce<Listed>('org:list', args)
      seen.push(...json.data.map(({ id }) => id))
      cursor = json.nextCursor
    }
    assert.lengthOf(seen, 5)
    assert.sameMembers(seen, [...made])
    const spoken = await askAce('org:list', ['--search=no-such-name-anywhere'])
    assert.include(spoken.text, 'There is no such organisation.')
    const wrong = await runAce<Refused>('org:list', ['--state=asleep'])
    assert.equal(wrong.exitCode, 1)
    assert.equal(wrong.json.error.options[0].option, '--state')
  })
})

test.group('org:suspend and org:resume', () => {
  test('close an organisation to people and programs and open it again', async ({
    assert,
    client,
  }) => {
    const name = newName()
    const workshop = await makeWorkshop({ organisationName: name })
    const [id, token] = [workshop.organisationId, await workshop.token()]
    const api = () => client.get('/api/v1/tickets').bearerToken(token)
    ;(await api()).assertStatus(200)

    const { exitCode, json } = await runAce<object>('org:suspend', [
      id,
      '--reason=Unpaid since May',
    ])
    assert.equal(exitCode, 0)
    assert.deepEqual(json, { id, name, suspended: true, reason: 'Unpaid since May' })
    ;(await api()).assertStatus(403)
    const listed = await runAce<Listed>('org:list', [`--search=${name}`, '--state=suspended'])
    assert.lengthOf(listed.json.data, 1)
    const again = await runAce<Refused>('org:suspend', [id, '--reason=Unpaid since May'])
    assert.equal(again.json.error.code, 'E_SUSPENDED')

    assert.equal((await runAce<object>('org:resume', [id])).exitCode, 0)
    ;(await api()).assertStatus(200)
    assert.equal((await runAce<Refused>('org:resume', [id])).json.error.code, 'E_NOT_SUSPENDED')
    const events = await db.from('security_events').where('organisation_id', id).orderBy('at')
    assert.includeMembers(
      events.map(({ kind }) => kind),
      ['organisation.suspended', 'organisation.resumed']
    )
  })

  test('need a reason and an organisation that exists', async ({ assert }) => {
    const { organisationId } = await makeWorkshop()
    const silent = await runAce<Refused>('org:suspend', [organisationId])
    assert.equal(silent.json.error.options[0].option, '--reason')
    const unknown = await runAce<Refused>('org:resume', ['nobody'])
    assert.deepEqual(unknown.json.error.options[0].option, '<org>')
    assert.equal(unknown.exitCode, 1)
  })
})

test.group('partner:create', () => {
  test('makes a partner with its manager, once per name', async ({ assert }) => {
    const [name, email] = [`EV Partners ${randomUUID().slice(0, 8)}`, newEmail()]
    const args = [`--name=${name}`, '--manager-name=Ravi Menon', `--manager-email=${email}`]
    const { json, exitCode } = await runAce<{ id: string }>('partner:create', args)
    assert.equal(exitCode, 0)
    const member = await db
      .from('partner_members as m')
      .join('users as u', 'u.id', 'm.user_id')
      .where({ 'm.partner_id': json.id, 'u.email': email })
      .first()
    assert.equal(member.role, 'manager')
    const twice = await runAce<Refused>('partner:create', args)
    assert.equal(twice.exitCode, 1)
    assert.equal(twice.json.error.options[0].option, '--name')
    const nobody = await runAce<Refused>('partner:create', [`--name=${name} 2`])
    assert.deepEqual(
      nobody.json.error.options.map(({ option }) => option),
      ['--manager-name', '--manager-email']
    )
  })
})
