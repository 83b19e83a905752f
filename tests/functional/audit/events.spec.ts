import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { SecurityEntry } from '../../../app/audit/views.ts'
import { NOWHERE } from '../../../app/identity/services/origin.ts'
import { noteSecurityEvent } from '../../../app/identity/services/security_events.ts'

const ORIGIN = {
  ip: '203.0.113.9',
  userAgent:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
  sessionId: null,
}

async function readEvents(
  client: ApiClient,
  workshop: Workshop,
  query: Record<string, string> = {}
): Promise<{ events: SecurityEntry[]; nextCursor: string | null }> {
  const response = await client
    .get(`/api/v1/settings/audit/events?${new URLSearchParams(query)}`)
    .bearerToken(await workshop.token())
  if (response.status() !== 200) throw new Error(response.text())
  return { events: response.body().data, nextCursor: response.body().nextCursor }
}

test.group('The security events of an organisation', () => {
  test('say in words what happened, who it was, from where and on what', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    await noteSecurityEvent(
      {
        kind: 'sign_in.ok',
        userId: user.id,
        organisationId: workshop.organisationId,
        details: { method: 'password', twoFactor: true },
      },
      ORIGIN
    )
    const [event] = (await readEvents(client, workshop, { what: 'sign_in.ok' })).events
    assert.deepInclude(event, {
      title: 'Signed in',
      who: 'Asha Kulkarni',
      ip: '203.0.113.9',
      device: 'Chrome on Android',
    })
    assert.sameDeepMembers(event.details, [
      { label: 'Method', value: 'Password' },
      { label: 'Two factor', value: 'Yes' },
    ])
  })

  test('include what members do with their accounts while they work here, and nobody else’s', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    for (const workshop of [mine, other]) {
      const { id } = await workshop.user('technician')
      await noteSecurityEvent({ kind: 'password.changed', userId: id }, ORIGIN)
    }
    const found = (await readEvents(client, mine, { what: 'password.changed' })).events
    assert.deepEqual(
      found.map(({ who }) => who),
      ['Technician']
    )
    await db
      .from('users')
      .where('id', (await mine.user('technician')).id)
      .update({
        last_organisation_id: other.organisationId,
      })
    assert.lengthOf((await readEvents(client, mine, { what: 'password.changed' })).events, 0)
  })

  test('include every page that the partner looked at', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const { scope, name } = await withPartnerView(workshop)
    const [event] = (await readEvents(client, workshop, { what: 'partner.viewed' })).events
    assert.deepInclude(event, { title: 'Partner looked at a page', partner: name })
    assert.deepEqual(event.details, [{ label: 'Page', value: '/contacts' }])
    const today = scope.today()
    const ofToday = await readEvents(client, workshop, { what: 'partner.viewed', from: today })
    assert.lengthOf(ofToday.events, 1)
  })

  test('page by keyset and filter by person', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const organisationId = workshop.organisationId
    const { id: userId } = await workshop.user('manager')
    for (let step = 0; step < 12; step++) {
      const event = { kind: 'view_as.begun', organisationId, userId } as const
      await noteSecurityEvent({ ...event, details: { step } }, NOWHERE)
    }
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = { who: `user:${userId}`, limit: '5', ...(cursor && { cursor }) }
      const page = await readEvents(client, workshop, query)
      seen.push(...page.events.map(({ details }) => details[0].value))
      cursor = page.nextCursor
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 12 }, (_, step) => String(11 - step))
    )
  })
})

/** A partner who was let in and looked at the contacts. */
async function withPartnerView(workshop: Workshop) {
  const scope = await workshop.scope()
  const viewer = await (await makeWorkshop()).user()
  const name = 'Volt Partners'
  const [{ id: partnerId }] = (
    await db.rawQuery(
      'insert into partners (id, name) values (gen_random_uuid(), ?) returning id',
      [name]
    )
  ).rows
  await scope.work(async (unit) => {
    const [access] = await unit.rows<{ id: string }>(
      `insert into partner_access (organisation_id, id, partner_id, role, reason, granted_by, expires_at)
       values (?, gen_random_uuid(), ?, 'manager', 'to help', 'Asha', now() + interval '1 day') returning id`,
      [scope.organisationId, partnerId]
    )
    await unit.rows(
      `insert into partner_views (organisation_id, id, access_id, user_id, user_name, path, ip)
       values (?, gen_random_uuid(), ?, ?, 'Dev', '/contacts', '203.0.113.1')`,
      [scope.organisationId, access.id, viewer.id]
    )
  })
  return { scope, name }
}
