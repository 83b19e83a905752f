import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { csvLine } from '../../../app/audit/csv.ts'
import { asOwner } from './support/owner.ts'

async function download(client: ApiClient, workshop: Workshop, path: string, role = 'owner') {
  return client
    .get(`/api/v1/settings/audit${path}`)
    .bearerToken(await workshop.token(role as 'owner'))
}

/** Rows of a file without line breaks inside of values. */
const linesOf = (text: string) => text.trimEnd().split('\r\n')

test.group('The audit trail as a file', () => {
  test('has one line per changed field, a byte order mark, and times of the organisation’s zone', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await scope.work((unit) => unit.rows("update branches set name = 'Kothrud', phone = null"))
    const response = await download(client, workshop, '/export?record=branches&action=update')
    response.assertStatus(200)
    assert.equal(response.header('content-type'), 'text/csv; charset=utf-8')
    assert.match(
      response.header('content-disposition')!,
      /attachment; filename="audit-trail-\d{4}-/
    )
    const text = response.text()
    assert.isTrue(text.startsWith('\uFEFFTime (Asia/Kolkata),Who,'))
    const [, ...lines] = linesOf(text)
    assert.lengthOf(lines, 2)
    assert.match(lines[0], /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,Asha Kulkarni,Pages,,Changed,Branch,/)
    assert.isTrue(lines.some((line) => line.includes(',Name,Pune,Kothrud,')))
  })

  test('is noted among the security events', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    await download(client, workshop, '/export?action=insert')
    await download(client, workshop, '/events/export')
    const response = await download(client, workshop, '/events?what=audit.exported')
    const { data } = response.body()
    assert.deepEqual(
      data.map(({ title }: { title: string }) => title),
      ['Audit trail exported', 'Audit trail exported']
    )
    assert.deepInclude(data[1].details, { label: 'Action', value: 'insert' })
  })

  test('is refused to those who may not, and with a filter that is none', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    for (const path of ['/export', '/events/export']) {
      ;(await download(client, workshop, path, 'accountant')).assertStatus(403)
      const wrong = await download(client, workshop, `${path}?colour=red`)
      wrong.assertStatus(422)
      assert.equal(wrong.body().errors[0].field, 'colour')
    }
  })

  test('cannot run in a spreadsheet', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const formula = '=HYPERLINK("http://example.com","click")'
    await scope.work((unit) => unit.rows('update branches set name = ?', [formula]))
    const response = await download(client, workshop, '/export?record=branches&action=update')
    assert.include(response.text(), `"'=HYPERLINK(""http://example.com"",""click"")"`)
    for (const start of ['=', '+', '-', '@', '\t', '\r', '\0']) {
      assert.match(csvLine([`${start}1`]), /^"?'/)
    }
    assert.equal(
      csvLine(['a,b', 'say "x"', 'two\nlines', null]),
      '"a,b","say ""x""","two\nlines",\r\n'
    )
  })

  test('of 20,000 entries has each of them once', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const id = workshop.organisationId
    await asOwner(id, (ask) =>
      ask(
        `insert into audit_log (organisation_id, at, table_name, row_id, action, actor_kind, actor_id, changes)
         select $1, now() - make_interval(secs => n / 10), 'branches', gen_random_uuid(), 'update',
                'system', 'a test', jsonb_build_object('name', jsonb_build_array(null, 'entry ' || n))
           from generate_series(1, 20000) n`,
        [id]
      )
    )
    const response = await download(client, workshop, '/export?record=branches&action=update')
    const names = linesOf(response.text()).flatMap((line) => /,(entry \d+),/.exec(line)?.[1] ?? [])
    assert.lengthOf(names, 20_000)
    assert.equal(new Set(names).size, 20_000)
  })
})
