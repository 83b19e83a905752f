import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { foundBy, makeWorkshop, settleSearch, type Workshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import { erasePerson } from '../../../app/data/erasure/erase_person.ts'
import { reindex } from '../../../app/search/index/reindex.ts'
import { search } from '../../../app/search/search.ts'
import { openJob } from '../../helpers/jobs.ts'
import { Program } from '../../helpers/program.ts'
import { runAce } from '../../helpers/ace.ts'

const count = async (scope: Scope, table: string, where = 'true') => {
  const [{ n }] = await scope.read((unit) =>
    unit.rows<{ n: number }>(
      `select count(*)::int as n from ${table} where organisation_id = ? and ${where}`,
      [scope.organisationId]
    )
  )
  return n
}

test.group('The search index', (group) => {
  let mine: Workshop
  let other: Workshop
  let scope: Scope
  let program: Program
  let registry: ModuleRegistry

  async function prepare(client: ApiClient) {
    program = new Program(client, await mine.token())
  }

  group.each.setup(async () => {
    registry = await app.container.make(ModuleRegistry)
    mine = await makeWorkshop()
    other = await makeWorkshop()
    scope = await mine.scope()
  })

  test('finds people by how their names sound, in both scripts, and forgives a slip', async ({
    client,
    assert,
  }) => {
    await prepare(client)
    for (const name of ['सुनील कुलकर्णी', 'Sunil Pawar', 'Laxmi Iyer', 'Rakesh Deshmukh']) {
      await program.create('/contacts', { kind: 'customer', name })
    }
    const contacts = async (text: string) =>
      ((await foundBy(scope, text))['contacts.contacts'] ?? []).sort()
    assert.deepEqual(await contacts('sunil'), ['Sunil Pawar', 'सुनील कुलकर्णी'].sort())
    assert.deepEqual(await contacts('Suneel'), ['Sunil Pawar', 'सुनील कुलकर्णी'].sort())
    assert.deepEqual(await contacts('सुनिल'), ['Sunil Pawar', 'सुनील कुलकर्णी'].sort())
    assert.deepEqual(await contacts('kulkarni'), ['सुनील कुलकर्णी'])
    assert.deepEqual(await contacts('लक्ष्मी'), ['Laxmi Iyer'])
    assert.deepEqual(await contacts('deshmkuh'), ['Rakesh Deshmukh'])
    const { instead } = await search(scope, registry, 'deshmkuh')
    assert.equal(instead, 'deshmukh')
    assert.isNull((await search(await other.scope(), registry, 'deshmkuh')).instead)
  })

  test('finds a plate by its parts, a phone with +91 or 0, and what is called so first', async ({
    client,
    assert,
  }) => {
    await prepare(client)
    await openJob(program)
    const contact = await program.create('/contacts', {
      kind: 'customer',
      name: 'Meena Jadhav',
      phone: '+919845007890',
    })
    await program.create('/vehicles', {
      contactId: contact.id,
      registration: 'MH12AB1235',
      make: 'Hyundai',
      model: 'Creta',
      fuel: 'petrol',
    })
    for (const text of ['mh 12 ab 1234', 'AB1234', 'b-1234', '1234', 'MH-12-AB-1234']) {
      const found = await foundBy(scope, text)
      assert.include(found['vehicles.vehicles'], 'MH 12 AB 1234', text)
      assert.notInclude(found['vehicles.vehicles'], 'MH 12 AB 1235', text)
      assert.lengthOf(found['jobcards.jobs'], 1, text)
    }
    assert.deepEqual((await foundBy(scope, 'mh12ab'))['vehicles.vehicles'].sort(), [
      'MH 12 AB 1234',
      'MH 12 AB 1235',
    ])
    for (const text of [
      '+91 98450 07890',
      '098450 07890',
      '9845007890',
      '98450',
      '5007',
      '+91 98450',
    ]) {
      assert.deepEqual((await foundBy(scope, text))['contacts.contacts'], ['Meena Jadhav'], text)
    }
    assert.deepEqual((await foundBy(scope, 'meena 1235'))['vehicles.vehicles'], ['MH 12 AB 1235'])
    await program.create('/contacts', { kind: 'customer', name: 'Raj' })
    await program.create('/contacts', { kind: 'customer', name: 'Raja Raj Verma' })
    const named = (await foundBy(scope, 'raj'))['contacts.contacts']
    assert.equal(named[0], 'Raj')
  })

  test('follows a record, and those that show it, when it changes or goes', async ({
    client,
    assert,
  }) => {
    await prepare(client)
    const { number } = await openJob(program)
    const [{ id, version }] = (await scope.read((unit) =>
      unit.rows("select id, version from contacts_contacts where name = 'Raj Kumar'")
    )) as { id: string; version: number }[]
    assert.deepEqual((await foundBy(scope, 'kumar'))['jobcards.jobs'], [number])
    await scope.work((unit) =>
      unit.rows('update contacts_contacts set name = ?, email = null where id = ?', [
        'Arvind Zutshi',
        id,
      ])
    )
    assert.deepEqual(await foundBy(scope, 'kumar'), {})
    assert.sameMembers(Object.keys(await foundBy(scope, 'zutshi')), [
      ...['contacts.contacts', 'vehicles.vehicles', 'tickets.tickets', 'jobcards.jobs'],
    ])
    assert.equal(await count(scope, 'search_words', "word = 'kumar'"), 0)
    await program.act(`/contacts/${id}/archive`, { version: version + 1 })
    assert.notProperty(await foundBy(scope, 'zutshi'), 'contacts.contacts')
    // What changed a moment ago is hidden even where the index has not come to it
    await scope.work((unit) =>
      unit.rows("update tickets_tickets set complaint = 'Zzyzx road' where number is not null")
    )
    const fresh = await search(scope, registry, 'zzyzx')
    assert.deepEqual(
      fresh.groups.map((each) => each.id),
      ['tickets.tickets']
    )
  })

  test('forgets who is erased, and nothing of them stays in its words', async ({
    client,
    assert,
  }) => {
    await prepare(client)
    const { id } = await program.create('/contacts', {
      kind: 'customer',
      name: 'Ignatius Quillfeather',
      phone: '+919876501234',
    })
    assert.deepEqual((await foundBy(scope, 'quillfeather'))['contacts.contacts'], [
      'Ignatius Quillfeather',
    ])
    await erasePerson(scope, registry, 'contacts.contact', id, 'ERASE Ignatius Quillfeather')
    assert.equal(await count(scope, 'search_documents', `record_id = '${id}'`), 0)
    assert.deepEqual(await foundBy(scope, 'quillfeather'), {})
    assert.deepEqual(await foundBy(scope, '9876501234'), {})
    assert.equal(await count(scope, 'search_words', "word = 'quillfeather'"), 0)
    assert.equal(await count(scope, 'search_documents', "tokens::text like '%quillfeather%'"), 0)
  })

  test('is made anew in batches, goes on where it was broken off, and drops what is gone', async ({
    client,
    assert,
  }) => {
    await prepare(client)
    await openJob(program)
    await settleSearch(scope)
    const before = await count(scope, 'search_documents')
    await scope.work(async (unit) => {
      await unit.rows("delete from search_documents where kind = 'contacts.contacts'")
      await unit.rows(
        `insert into search_documents (organisation_id, kind, record_id, title, detail, tokens, at)
         values (?, 'tickets.tickets', gen_random_uuid(), 'Ghost', '[]', '', now())`,
        [scope.organisationId]
      )
    })
    let asked = 0
    await reindex(scope.organisationId, registry, { stopping: () => ++asked > 2 })
    assert.equal(await count(scope, 'search_states', 'finished_at is null'), 1)
    const { exitCode, json } = await runAce<{ written: number; removed: number }>(
      'search:reindex',
      [`--org=${scope.organisationId}`]
    )
    assert.equal(exitCode, 0)
    assert.equal(json.removed, 1)
    assert.equal(await count(scope, 'search_documents'), before)
    assert.equal(await count(scope, 'search_states', 'finished_at is null'), 0)
    const again = await reindex(scope.organisationId, registry)
    assert.equal(
      again.reduce((sum, { written }) => sum + written, 0),
      0
    )
    const unknown = await runAce<{ error: { code: string } }>('search:reindex', ['--module=nosuch'])
    assert.equal(unknown.exitCode, 1)
  })

  test('gives a kind page by page, each hit once', async ({ assert }) => {
    await scope.work((unit) =>
      unit.rows(
        `insert into contacts_contacts (organisation_id, id, kind, name, state_code, created_at)
         select ?, gen_random_uuid(), 'customer', 'Fleet ' || n, '27', now() - n * interval '1 hour'
           from generate_series(1, 45) n`,
        [scope.organisationId]
      )
    )
    await settleSearch(scope)
    const titles: string[] = []
    for (let after: string | undefined; ;) {
      const { groups } = await search(scope, registry, 'fleet', {
        ...{ limit: 20, kind: 'contacts.contacts', after },
      })
      titles.push(...groups[0].hits.map(({ title }) => title))
      if (!groups[0].next) break
      after = groups[0].next
    }
    assert.deepEqual(
      titles,
      Array.from({ length: 45 }, (_, n) => `Fleet ${n + 1}`)
    )
    const nonsense = await search(scope, registry, 'fleet', {
      ...{ kind: 'contacts.contacts', after: 'nonsense' },
    })
    assert.equal(nonsense.groups[0].hits[0].title, 'Fleet 1')
  })
})
