import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { ApiResponse } from '@japa/api-client'
import { DateTime } from 'luxon'
import { makeLink, revokeLinks, type LinkInput } from '@karkhana/kernel'
import { makeWorkshop, publicRoutes, type Workshop } from '@karkhana/kernel/testing'
import type { SharedProps } from '@karkhana/kernel/pages'
import type { ModuleState } from '@karkhana/kernel/module'
import { serveModules, setModuleState, type FixtureServer } from '../../helpers/fixture_server.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { GALLERY, SURVEY } from './survey_module.ts'

const RECORD = '01890000-0000-7000-8000-00000000000a'
const OTHER_RECORD = '01890000-0000-7000-8000-00000000000b'

/** Path of a new link, as its reader gets it. */
async function giveLink(workshop: Workshop, changes: Partial<LinkInput> = {}): Promise<string> {
  const scope = await workshop.scope()
  const url = await scope.work((unit) =>
    makeLink(unit, {
      purpose: 'survey.ask',
      recordId: RECORD,
      expiresAt: DateTime.utc().plus({ days: 7 }),
      ...changes,
    })
  )
  return url.slice(process.env.APP_URL!.length)
}

async function rowsOf(workshop: Workshop) {
  const scope = await workshop.scope()
  return scope.read((unit) =>
    unit.rows<Record<string, unknown>>('select * from public_links order by created_at')
  )
}

/** The page as a stranger gets it, without what differs from request to request. */
const asRead = (response: ApiResponse) => {
  const { requestId, ...props } = pageProps<Record<string, unknown>>(response)
  return { status: response.status(), props: JSON.stringify(props) }
}

test.group('Links for people without an account', (group) => {
  let server: FixtureServer
  let mine: Workshop
  let other: Workshop
  let listed: typeof publicRoutes

  group.setup(async () => {
    const before = [...publicRoutes]
    server = await serveModules([SURVEY, GALLERY])
    listed = publicRoutes.slice(before.length)
    publicRoutes.splice(before.length)
    ;[mine, other] = [await makeWorkshop(), await makeWorkshop()]
    return () => server.close()
  })
  group.each.setup(async () => {
    for (const workshop of [mine, other]) {
      for (const module of ['survey', 'gallery']) await setModuleState(workshop, module, 'enabled')
    }
  })

  /** Asks for a path and expects the one page of links that open nothing. */
  async function assertGone(path: string, why: string, method: 'GET' | 'POST' = 'GET') {
    const request = server.client.request(path, method).redirects(0)
    const response = await (method === 'POST'
      ? request.withCsrfToken().form({ score: 9 })
      : request)
    response.assertStatus(404)
    if (!/kernel::links\\?\/gone/.test(response.text())) throw new Error(`${why}: another page`)
    return response
  }

  test('open the organisation and the record they were made for, with no permission at all', async ({
    assert,
  }) => {
    const path = await giveLink(mine)
    assert.match(path, /^\/l\/survey\/[\w-]{43}$/)
    const answer = await server.client.get(`${path}/facts`)
    answer.assertStatus(200)
    const [row] = await rowsOf(mine)
    assert.deepEqual(answer.body(), {
      link: { id: row.id, purpose: 'survey.ask', recordId: RECORD, language: 'en' },
      organisationId: mine.organisationId,
      actor: { kind: 'link', id: row.id, name: 'A customer, by a link', memberId: null },
      permissions: [],
      authority: { role: 'custom', base: null, roleGrants: [], roleDenials: [], grants: [] },
      branchIds: null,
    })
  })

  test('show the page in the name of the organisation, kept by nobody on the way', async ({
    assert,
  }) => {
    const response = await server.client.get(await giveLink(mine))
    response.assertStatus(200)
    assert.equal(response.header('cache-control'), 'no-store')
    assert.equal(response.header('referrer-policy'), 'same-origin')
    assert.equal(response.header('x-robots-tag'), 'noindex, nofollow')
    const props = pageProps<SharedProps & { asked: string }>(response)
    assert.equal(props.asked, RECORD)
    assert.equal(props.organisation?.name, 'Volt & Wheel')
    assert.isNull(props.user)
    assert.deepEqual([props.menu, props.branches, props.permissions], [[], [], []])
  })

  test('are strangers’ pages for members who are signed in, too', async ({ assert }) => {
    const response = await server.client.get(await giveLink(mine)).loginAs(await other.user())
    const { user, organisation } = pageProps<SharedProps>(response)
    assert.isNull(user)
    assert.equal(organisation?.id, mine.organisationId)
  })

  test('keep a hash of the secret and count how often they were opened', async ({ assert }) => {
    const path = await giveLink(mine, { recordId: OTHER_RECORD })
    await server.client.get(path)
    await server.client.get(path)
    const row = (await rowsOf(mine)).find(({ record_id: id }) => id === OTHER_RECORD)!
    assert.equal(row.uses, 2)
    assert.instanceOf(row.last_used_at, Date)
    assert.notInclude(JSON.stringify(row), path.split('/').at(-1)!)
    const scope = await mine.scope()
    const trail = await scope.read((unit) =>
      unit.rows('select action, changes from audit_log where table_name = ? and row_id = ?', [
        'public_links',
        row.id,
      ])
    )
    assert.lengthOf(trail, 1, 'openings are no entries of the audit trail')
    assert.include(JSON.stringify(trail), '"token_hash":"changed"')
  })

  test('write what the module writes, and the audit trail names the link', async ({ assert }) => {
    const path = await giveLink(mine)
    const sent = await server.client.post(path).withCsrfToken().form({ score: 9 }).redirects(0)
    sent.assertStatus(303)
    const scope = await mine.scope()
    const [entry] = await scope.read((unit) =>
      unit.rows<{ kind: string; ip: string }>(
        `select actor_kind as kind, ip from audit_log where table_name = 'organisations'
          order by at desc limit 1`
      )
    )
    assert.equal(entry.kind, 'link')
    assert.isString(entry.ip)
  })

  test('are guarded against requests of other sites', async ({ assert }) => {
    const path = await giveLink(mine)
    const forged = await server.client.post(path).form({ score: 1 }).redirects(0)
    assert.include([302, 303, 403], forged.status())
    const scope = await mine.scope()
    assert.notEqual(scope.organisation.legalName, 'scored 1')
  })

  test('bring wrong input back to the form with what to do', async ({ assert }) => {
    const path = await giveLink(mine)
    const wrong = await server.client
      .post(path)
      .header('referer', `${server.url}${path}`)
      .withCsrfToken()
      .form({ score: 11 })
      .redirects(0)
    assert.include([302, 303], wrong.status())
    assert.include(wrong.header('location')!, path)
  })

  test('speak the language that was asked for, else that of the browser', async ({ assert }) => {
    const asked = await giveLink(mine, { language: 'hi' })
    assert.match(asked, /\?lang=hi$/)
    const of = async (path: string, accept: string) =>
      (await server.client.get(path).header('accept-language', accept)).body().link.language
    const path = (await giveLink(mine)) + '/facts'
    assert.equal(await of(path, 'hi-IN,hi;q=0.9,en;q=0.5'), 'hi')
    assert.equal(await of(`${path}?lang=en`, 'hi'), 'en')
    assert.equal(await of(`${path}?lang=xx`, 'fr'), 'en')
  })

  test('open nothing, and say the same, whatever is wrong with them', async ({ assert }) => {
    const states: (ModuleState | null)[] = ['paused', 'purged', null]
    const path = await giveLink(mine)
    const [expired, revoked] = [
      await giveLink(mine),
      await giveLink(mine, { recordId: OTHER_RECORD }),
    ]
    const scope = await mine.scope()
    await scope.work(async (unit) => {
      await unit.rows(
        `update public_links set expires_at = now() - interval '1 second'
          where id = (select id from public_links where record_id = ? order by created_at desc limit 1)`,
        [RECORD]
      )
      await revokeLinks(unit, { purpose: 'survey.ask', recordId: OTHER_RECORD })
    })
    const token = path.split('/').at(-1)!
    const answers = new Map<string, ApiResponse>()
    const note = async (why: string, address: string) =>
      answers.set(why, await assertGone(address, why))
    await note('expired', expired)
    await note('revoked', revoked)
    await note('unknown', `/l/survey/${randomBytes(32).toString('base64url')}`)
    await note('no token', '/l/survey/x')
    await note('made for another purpose', `/l/survey/${token}/other`)
    await note('of another module', `/l/gallery/${token}`)
    await note('module that is not installed', `/l/nothing/${token}`)
    await note('address that the module has not', `/l/survey/${token}/nowhere`)
    await note('cut off', path.slice(0, -1))
    await note('written in capitals', path.toUpperCase().replace('/L/SURVEY', '/l/survey'))
    for (const state of states) {
      await setModuleState(mine, 'survey', state)
      await note(`module ${state ?? 'never switched on'}`, path)
    }
    await setModuleState(mine, 'survey', 'enabled')
    await db
      .from('organisations')
      .where('id', mine.organisationId)
      .update({ suspended_at: new Date() })
    await note('organisation suspended', path)
    await db.from('organisations').where('id', mine.organisationId).update({ suspended_at: null })

    const [first] = [...answers.values()].map(asRead)
    for (const [why, answer] of answers) {
      assert.deepEqual({ why, ...asRead(answer) }, { why, ...first })
      assert.notInclude(answer.text(), 'Volt & Wheel', why)
      assert.equal(answer.header('cache-control'), 'no-store', why)
    }
    ;(await server.client.get(path)).assertStatus(200)
  })

  test('of an archived module are read and take nothing', async () => {
    const path = await giveLink(mine)
    await setModuleState(mine, 'survey', 'archived')
    ;(await server.client.get(path)).assertStatus(200)
    await assertGone(path, 'archived', 'POST')
  })

  test('of one organisation are untouched by what another does', async ({ assert }) => {
    const [here, there] = [await giveLink(mine), await giveLink(other)]
    const scope = await other.scope()
    const ended = await scope.work((unit) =>
      revokeLinks(unit, { purpose: 'survey.ask', recordId: RECORD })
    )
    assert.isAbove(ended, 0)
    await assertGone(there, 'revoked')
    ;(await server.client.get(here)).assertStatus(200)
    await setModuleState(other, 'survey', 'paused')
    ;(await server.client.get(here)).assertStatus(200)
    const seen = await scope.read((unit) =>
      unit.rows('select id from public_links where organisation_id <> ?', [other.organisationId])
    )
    assert.lengthOf(seen, 0)
  })

  test('are not made for a purpose that no route answers, nor while the module is off', async ({
    assert,
  }) => {
    await assert.rejects(() => giveLink(mine, { purpose: 'survey.nothing' }), /No public route/)
    await setModuleState(mine, 'survey', 'paused')
    await assert.rejects(() => giveLink(mine), 'This page does not exist.')
  })

  test('do not exist when the transaction fails', async ({ assert }) => {
    const before = (await rowsOf(mine)).length
    const scope = await mine.scope()
    const failing = scope.work(async (unit) => {
      await makeLink(unit, {
        purpose: 'survey.ask',
        recordId: RECORD,
        expiresAt: DateTime.utc().plus({ days: 1 }),
      })
      throw new Error('the mail was not accepted')
    })
    await assert.rejects(() => failing, 'the mail was not accepted')
    assert.lengthOf(await rowsOf(mine), before)
  })

  test('are limited by network address, others go on', async ({ assert }) => {
    const path = await giveLink(mine)
    process.env.RATE_LIMIT_LINKS = '5'
    try {
      const ask = (ip: string) => server.client.get(path).header('x-forwarded-for', ip)
      for (let n = 0; n < 5; n++) (await ask('198.51.100.7')).assertStatus(200)
      const refused = await ask('198.51.100.7')
      refused.assertStatus(429)
      assert.isAbove(Number(refused.header('retry-after')), 0)
      ;(await ask('198.51.100.8')).assertStatus(200)
    } finally {
      delete process.env.RATE_LIMIT_LINKS
    }
  })

  test('are public routes with a reason', ({ assert }) => {
    assert.deepEqual(
      listed.map(({ method, path }) => `${method} ${path}`),
      [
        'GET /l/survey/:link',
        'GET /l/survey/:link/facts',
        'POST /l/survey/:link',
        'GET /l/survey/:link/other',
        'GET /l/gallery/:link',
        'GET /l/*',
        'POST /l/*',
      ]
    )
    for (const { why } of listed) assert.isAbove(why.length, 20)
  })
})
