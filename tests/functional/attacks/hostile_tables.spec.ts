import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { FILE_LIMITS } from '../../../app/transfer/files/limits.ts'
import { Importing } from '../transfer/support/files.ts'
import { cell, row, workbookOf } from '../transfer/support/workbook.ts'

const MB = 1024 * 1024
const HEAD = row('Name', 'City')
const GOOD = row('Raj Kumar', 'Pune')
const entity = (name: string, times: string) => `<!ENTITY ${name} "${times}">`

/** What is uploaded, the code that refuses it, and what its message names. */
const REFUSED: [string, () => Buffer | string | Promise<Buffer>, string, RegExp][] = [
  [
    'a zip bomb',
    () => workbookOf(HEAD, { parts: { 'xl/media/a.bin': Buffer.alloc(100 * MB) } }),
    'E_IMPORT_UNPACKED',
    /larger than 80 MB/,
  ],
  [
    'a cell of 100 MB',
    () => workbookOf(HEAD + row('x'.repeat(100 * MB))),
    'E_IMPORT_UNPACKED',
    /larger than 80 MB/,
  ],
  [
    'a cell of a million letters',
    () => workbookOf(HEAD + row('Raj', 'x'.repeat(MB))),
    'E_IMPORT_LONG_CELL',
    /B2/,
  ],
  [
    'one long shared text in every cell',
    () =>
      workbookOf(`<row>${'<c t="s"><v>0</v></c>'.repeat(90)}</row>`.repeat(2_000), {
        parts: { 'xl/sharedStrings.xml': `<sst><si><t>${'x'.repeat(2_000)}</t></si></sst>` },
      }),
    'E_IMPORT_UNPACKED',
    /larger than 80 MB/,
  ],
  [
    'entities that multiply (billion laughs)',
    () =>
      workbookOf(HEAD + row('&c;'), {
        before: `<!DOCTYPE w [${entity('a', 'ha'.repeat(50))}${entity('b', '&a;'.repeat(50))}${entity('c', '&b;'.repeat(50))}]>`,
      }),
    'E_IMPORT_UNREADABLE',
    /xl\/sheet\.xml/,
  ],
  [
    'an entity that reads a file of the server',
    () =>
      workbookOf(HEAD + row('&x;'), {
        before: '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      }),
    'E_IMPORT_UNREADABLE',
    /declarations of its own/,
  ],
  [
    'elements a million deep',
    () => workbookOf(HEAD, { parts: { 'xl/sheet.xml': '<a>'.repeat(MB) } }),
    'E_IMPORT_UNREADABLE',
    /xl\/sheet\.xml/,
  ],
  [
    'a million attributes',
    () => {
      const many = Array.from({ length: MB }, (_, n) => `a${n}=""`).join(' ')
      return workbookOf(HEAD, { parts: { 'xl/sheet.xml': `<worksheet ${many}/>` } })
    },
    'E_IMPORT_UNREADABLE',
    /xl\/sheet\.xml/,
  ],
  [
    'a text in column XFD and beyond',
    () => workbookOf(`${HEAD}<row r="2">${cell('Raj', 'A2')}${cell('far away', 'XFE2')}</row>`),
    'E_IMPORT_TOO_LONG',
    /Row 2 has more than 100 columns/,
  ],
  [
    'a formula without result',
    () => workbookOf(`${HEAD}<row r="2">${cell('Raj', 'A2')}<c r="B2"><f>1+1</f></c></row>`),
    'E_IMPORT_FORMULA',
    /B2/,
  ],
  [
    'macros',
    () => workbookOf(HEAD + GOOD, { parts: { 'xl/vbaProject.bin': Buffer.alloc(64) } }),
    'E_IMPORT_MACROS',
    /macros/,
  ],
  [
    'a zip of something else',
    () => workbookOf('', { parts: { 'xl/workbook.xml': '<a/>' } }),
    'E_IMPORT_UNREADABLE',
    /no sheet/,
  ],
  ['a web page named .xlsx', () => '<html><table><tr><td>Name', 'E_IMPORT_UNREADABLE', /web page/],
  [
    'a picture named .csv',
    () => Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\u001A\n')]),
    'E_IMPORT_UNREADABLE',
    /picture/,
  ],
  ['NUL bytes', () => 'Name,City\nRaj,Pune\nA\0sha,Pune', 'E_IMPORT_UNREADABLE', /line 3/],
  [
    'an open quotation mark',
    () => 'Name,City\nRaj,Pune\nAsha,"Pune\n',
    'E_IMPORT_UNREADABLE',
    /row 3/,
  ],
  [
    'an open quotation mark above 15 MB',
    () => `Name,City\n"${'Raj,Pune\n'.repeat(1_800_000)}`,
    'E_IMPORT_LONG_CELL',
    /row 2/,
  ],
  [
    'broken quotation marks',
    () => 'Name,City\nRaj,"Pu"ne\n',
    'E_IMPORT_UNREADABLE',
    /row 2, column 2/,
  ],
  [
    'two encodings in one file',
    () => Buffer.concat([Buffer.from('Name\nराम\nJos'), Buffer.from([0xe9]), Buffer.from('\n')]),
    'E_IMPORT_ENCODING',
    /line 3/,
  ],
  ['1,000,001 rows', () => `Name\n${'a\n'.repeat(1_000_001)}`, 'E_IMPORT_TOO_LONG', /50,000 rows/],
  [
    'more columns than anybody has',
    () => `${'Name,'.repeat(16_385)}\n${'a,'.repeat(16_384)}a`,
    'E_IMPORT_TOO_LONG',
    /Row 1 has more than 100 columns/,
  ],
  [
    'more bytes than are taken',
    () => Buffer.alloc(FILE_LIMITS.bytes + 1, 'a,b\n'),
    'E_IMPORT_TOO_LARGE',
    /larger than 20 MB/,
  ],
]

test.group('Hostile tables', () => {
  test('are refused with the place and the next step, and the server goes on', async ({
    client,
    assert,
  }) => {
    const mine = await makeWorkshop()
    const program = new Importing(client, mine, await mine.token())
    const before = process.memoryUsage.rss()
    for (const [what, make, code, names] of REFUSED) {
      const answer = await program.upload('contacts.contacts', await make(), 'list.xlsx')
      const { status, title, code: got } = answer
      assert.equal(status, 422, `${what}: ${JSON.stringify(answer).slice(0, 200)}`)
      assert.equal(got, code, what)
      assert.match(title, names, what)
      assert.isNotEmpty((answer as unknown as { next: string }).next, what)
    }
    const health = await client.get('/api/health')
    health.assertStatus(200)
    assert.isBelow(process.memoryUsage.rss() - before, 700 * MB)
    const good = await program.take('contacts.contacts', await workbookOf(HEAD + GOOD))
    assert.equal(good.rows, 1)
  }).timeout(120_000)

  test('that lie about their size or link elsewhere are read as what they hold', async ({
    client,
    assert,
  }) => {
    const mine = await makeWorkshop()
    const program = new Importing(client, mine, await mine.token())
    const lie = await workbookOf(
      `${HEAD}<row r="9999999">${cell('Raj', 'A9999999')}</row><row r="2">${cell('Asha', 'A2')}</row>`,
      { before: '' }
    )
    const taken = await program.take('contacts.contacts', lie)
    assert.equal(taken.rows, 2)
    const linked = await workbookOf(
      `${HEAD}<row r="7">${cell('Raj', 'A7')}<c r="B7" t="str"><f>[1]Other!A1</f><v>Pune</v></c></row>`,
      { parts: { 'xl/externalLinks/externalLink1.xml': '<externalLink/>' } }
    )
    const { sample } = await program.take('contacts.contacts', linked)
    assert.deepEqual(sample, [['Raj', 'Pune']])
    const faulty = await workbookOf(
      `${HEAD}<row r="7">${cell('Raj', 'A7')}<c r="B7" t="e"><f>A1/0</f><v>#DIV/0!</v></c></row>`
    )
    const checked = await program.check(await program.take('contacts.contacts', faulty))
    assert.containsSubset(checked.problems, [{ row: 7, key: 'city', value: '#DIV/0!' }])
  })

  test('whose cells are formulas come back from an export as text', async ({ client, assert }) => {
    const mine = await makeWorkshop()
    const program = new Importing(client, mine, await mine.token())
    const formulas = [
      '=HYPERLINK("http://x.in")',
      '@SUM(1)',
      '-cmd|calc',
      '＝1+1',
      '+91 98220 12345',
    ]
    const lines = formulas.map((text, n) => `Person ${n},"${text.replaceAll('"', '""')}"`)
    const list = ['Name,Notes', ...lines].join('\n')
    await program.start(await program.check(await program.take('contacts.contacts', list)))
    const csv = await client
      .get('/api/v1/transfer/exporters/contacts.contacts/export')
      .bearerToken(await mine.token())
    const cells = csv.text().split(/\r\n|,/)
    for (const text of cells) assert.notMatch(text, /^"?([=@＝-]|\+\D)/)
    assert.include(cells, '+91 98220 12345')
    const again = await program.check(await program.take('contacts.contacts', csv.text()))
    assert.containsSubset(again, { changed: 0, failed: 0 })
  })
})
