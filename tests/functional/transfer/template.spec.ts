import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { fromBufferPromise } from 'yauzl'
import { text as textOf } from 'node:stream/consumers'
import { readTable } from '../../../app/transfer/files/read_table.ts'
import { Importing } from './support/files.ts'

async function partsOf(bytes: Buffer): Promise<Record<string, string>> {
  const zip = await fromBufferPromise(bytes)
  const parts: Record<string, string> = {}
  for await (const entry of zip.eachEntry()) {
    parts[entry.fileName] = await textOf(await zip.openReadStreamPromise(entry))
  }
  return parts
}

test.group('The template of an import', () => {
  test('is a workbook that explains its columns and offers the allowed values', async ({
    assert,
  }) => {
    const mine = await makeWorkshop()
    const path = '/api/v1/transfer/importers/contacts.contacts/template?format=xlsx'
    const response = await fetch(`${process.env.APP_URL}${path}`, {
      headers: { authorization: `Bearer ${await mine.token()}` },
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const parts = await partsOf(bytes)
    assert.include(parts['xl/workbook.xml'], 'name="Columns"')
    const [rows, columns, values] = [1, 2, 3].map((n) => parts[`xl/worksheets/sheet${n}.xml`])
    assert.include(rows, 'Name *')
    assert.include(rows, "<formula1>'Allowed values'!$A$2:$A$4</formula1>")
    assert.include(rows, 'state="frozen"')
    assert.include(columns, 'Phone number with ten digits')
    assert.include(values, 'Customer and vendor')
  })

  test('comes back filled in, as workbook and as CSV', async ({ client, assert }) => {
    const mine = await makeWorkshop()
    const program = new Importing(client, mine, await mine.token())
    const csv = await client
      .get('/api/v1/transfer/importers/contacts.contacts/template?format=csv')
      .bearerToken(await mine.token())
    const { headings } = await readTable(Buffer.from(csv.text()))
    const taken = await program.take('contacts.contacts', csv.text())
    assert.sameMembers(Object.values(taken.mapping), [...headings.keys()])
    assert.containsSubset(await program.check(taken), { created: 1, failed: 0 })
    const starred = await program.take('contacts.contacts', 'Name *,Phone\nRaj Kumar,98220 12345')
    assert.containsSubset(starred.mapping, { name: 0, phone: 1 })
  })
})
