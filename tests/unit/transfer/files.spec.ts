import { test } from '@japa/runner'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { ZipFile } from 'yazl'
import { readAhead } from '../../../app/transfer/batches.ts'
import type { FileColumn } from '../../../app/transfer/files/cells.ts'
import { writeCsv } from '../../../app/transfer/files/csv_writer.ts'
import { FILE_LIMITS } from '../../../app/transfer/files/limits.ts'
import { readTable } from '../../../app/transfer/files/read_table.ts'
import { writeXlsx } from '../../../app/transfer/files/xlsx_writer.ts'

const COLUMNS: FileColumn[] = [
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'amount', label: 'Amount', kind: 'money' },
  { key: 'day', label: 'Day', kind: 'date' },
]
const TABLE = { columns: COLUMNS, zone: 'Asia/Kolkata' }

async function* oneBatch(rows: (string | number | null)[][]) {
  yield rows.map(([name, amount, day]) => ({ name, amount, day }))
}
const csvOf = (rows: (string | number | null)[][]) => buffer(writeCsv(TABLE, oneBatch(rows)))
const xlsxOf = (rows: (string | number | null)[][]) => buffer(writeXlsx(TABLE, oneBatch(rows)))
const refusal = async (bytes: Buffer) =>
  readTable(bytes).then(
    () => null,
    (error: { code: string }) => error.code
  )

test.group('Files of tables', () => {
  for (const [format, write] of [
    ['csv', csvOf],
    ['xlsx', xlsxOf],
  ] as const) {
    test(`come back as they were written, as ${format}`, async ({ assert }) => {
      const table = await readTable(
        await write([
          ['Asha "Bai" Kulkarni, पुणे', 123_456_00, '2026-04-01'],
          ['two\nlines', -14, null],
        ])
      )
      assert.equal(table.format, format)
      assert.deepEqual(table.headings, ['Name', 'Amount', 'Day'])
      assert.deepEqual(
        table.rows.map(([name, amount, day]) => [name, Number(amount), day]),
        [
          ['Asha "Bai" Kulkarni, पुणे', 123456, '2026-04-01'],
          ['two\nlines', -0.14, ''],
        ]
      )
    })

    test(`hold no formula, as ${format}, and lose nothing by that`, async ({ assert }) => {
      const texts = [
        '=1+1',
        '+cmd|calc',
        '-cmd|calc',
        '@SUM(A1)',
        '＝1+1',
        '"=1+1"',
        ' \u00A0=1+1'.trim(),
        "'=1+1",
        "'quoted'",
        '+919822012345',
        '-1250.50',
        '_x0041_',
      ]
      const bytes = await write(texts.map((text) => [text, null, null]))
      if (format === 'csv') {
        for (const line of bytes.toString().split('\r\n')) {
          assert.notMatch(line, /^["\s]*[=＝@]|^"?(-|\+\D)/)
        }
      } else {
        assert.notInclude(bytes.toString('latin1'), '<f>')
      }
      assert.deepEqual(
        (await readTable(bytes)).rows.map(([text]) => text),
        texts
      )
    })
  }

  test('come back for any text that a cell can hold', async ({ assert }) => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      // a cell keeps neither the blanks around it nor characters that no spreadsheet can show
      .map((value) => value.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF\u00A0]/gu, '').trim())
      .filter((value) => value !== '')
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
        for (const write of [csvOf, xlsxOf]) {
          const { rows } = await readTable(await write(texts.map((each) => [each, null, null])))
          assert.deepEqual(
            rows.map(([each]) => each),
            texts
          )
        }
      }),
      { numRuns: 60 }
    )
  })

  test('are read with semicolons, tabs and the encodings of spreadsheets', async ({ assert }) => {
    const name = async (bytes: Buffer) => (await readTable(bytes)).rows[0]
    assert.deepEqual(await name(Buffer.from('Name;City\r\n"Rao; Sons";पुणे')), ['Rao; Sons', 'पुणे'])
    assert.deepEqual(await name(Buffer.from('Name\tCity\nRao\tPune')), ['Rao', 'Pune'])
    const utf16 = Buffer.from('\uFEFFName,City\nराव,Pune', 'utf16le')
    assert.deepEqual(await name(utf16), ['राव', 'Pune'])
  })

  test('are refused with the reason when they are no table', async ({ assert }) => {
    assert.equal(await refusal(Buffer.from('Name,City\n"Rao,Pune')), 'E_IMPORT_UNREADABLE')
    await assert.rejects(
      () => readTable(Buffer.from('Part,Price\nBelt,90\nScreen 5",10')),
      'The quotation marks in row 3, column 1 do not fit together.'
    )
    assert.equal(await refusal(Buffer.from('Name,City\n')), 'E_IMPORT_EMPTY')
    assert.equal(await refusal(Buffer.alloc(0)), 'E_IMPORT_EMPTY')
    assert.equal(await refusal(Buffer.from('d0cf11e0a1b11ae1', 'hex')), 'E_IMPORT_UNREADABLE')
    assert.equal(await refusal(Buffer.from('%PDF-1.7\n1,2')), 'E_IMPORT_UNREADABLE')
    assert.equal(
      await refusal(Buffer.from('PK\u0003\u0004 and nothing else')),
      'E_IMPORT_UNREADABLE'
    )
    assert.equal(await refusal(Buffer.alloc(FILE_LIMITS.bytes + 1, 'a,b\n')), 'E_IMPORT_TOO_LARGE')
    assert.equal(
      await refusal(Buffer.from(`a\n${'b\n'.repeat(FILE_LIMITS.rows + 1)}`)),
      'E_IMPORT_TOO_LONG'
    )
    assert.equal(
      await refusal(Buffer.from(`${'a,'.repeat(101)}b\n${'1,'.repeat(101)}2`)),
      'E_IMPORT_TOO_LONG'
    )
  })

  test('are refused when one long text of a small workbook fills every cell', async ({
    assert,
  }) => {
    const workbook = new ZipFile()
    const part = (name: string, xml: string) => workbook.addBuffer(Buffer.from(xml), name)
    part('xl/workbook.xml', '<workbook><sheets><sheet r:id="r1" xmlns:r="r"/></sheets></workbook>')
    part(
      'xl/_rels/workbook.xml.rels',
      '<Relationships><Relationship Id="r1" Target="sheet.xml"/></Relationships>'
    )
    part('xl/sharedStrings.xml', `<sst><si><t>${'x'.repeat(1000)}</t></si></sst>`)
    const row = `<row>${'<c t="s"><v>0</v></c>'.repeat(100)}</row>`
    part('xl/sheet.xml', `<worksheet><sheetData>${row.repeat(2000)}</sheetData></worksheet>`)
    workbook.end()
    const bytes = await buffer(workbook.outputStream)
    assert.isBelow(bytes.length, 50_000)
    assert.equal(await refusal(bytes), 'E_IMPORT_UNPACKED')
  })

  test('are refused when they unpack to more than they should, also when they lie about it', async ({
    assert,
  }) => {
    const bomb = new ZipFile()
    bomb.addBuffer(Buffer.alloc(90 * 1024 * 1024), 'xl/workbook.xml')
    bomb.end()
    const bytes = await buffer(bomb.outputStream)
    assert.isBelow(bytes.length, 100_000)
    assert.equal(await refusal(bytes), 'E_IMPORT_UNPACKED')

    const packed = deflateRawSync(Buffer.alloc(60 * 1024 * 1024))
    assert.equal(await refusal(lyingZip('xl/workbook.xml', packed, 100)), 'E_IMPORT_UNREADABLE')
  })
})

test.group('Files that nobody takes to their end', () => {
  for (const [format, write] of [
    ['csv', writeCsv],
    ['xlsx', writeXlsx],
  ] as const) {
    test(`read no more than was taken, and stop with the reader, as ${format}`, async ({
      assert,
    }) => {
      let [read, ended] = [0, false]
      async function* endless() {
        try {
          for (;;) {
            await new Promise((resolve) => setImmediate(resolve))
            read++
            yield Array.from({ length: 500 }, () => ({ name: randomBytes(50).toString('hex') }))
          }
        } finally {
          ended = true
        }
      }
      const file = write(TABLE, readAhead(endless()))
      while (read === 0) await once(file, 'data')
      file.pause()
      // What fits the buffers is read; then the database waits for whoever takes the file.
      for (let waiting = -1; waiting !== read; await sleep(100)) waiting = read
      assert.isBelow(read, 100)
      file.destroy()
      await until(() => ended)
    })
  }

  test('end with the error that their rows end with', async ({ assert }) => {
    async function* broken() {
      yield await Promise.resolve([{ name: 'Asha' }])
      throw new Error('the database is gone')
    }
    for (const write of [writeCsv, writeXlsx]) {
      await assert.rejects(() => buffer(write(TABLE, readAhead(broken()))), 'the database is gone')
    }
  })
})

async function until(done: () => boolean) {
  while (!done()) await sleep(5)
}

/** An archive of one part that declares fewer bytes than it unpacks to. */
function lyingZip(name: string, packed: Buffer, declared: number): Buffer {
  const header = (signature: number, central: boolean) => {
    const part = Buffer.alloc(central ? 46 : 30)
    part.writeUInt32LE(signature, 0)
    const at = central ? 4 : 2
    part.writeUInt16LE(20, at + (central ? 2 : 2))
    part.writeUInt16LE(8, at + (central ? 6 : 6))
    part.writeUInt32LE(packed.length, at + (central ? 16 : 16))
    part.writeUInt32LE(declared, at + (central ? 20 : 20))
    part.writeUInt16LE(name.length, at + (central ? 24 : 24))
    return part
  }
  const local = Buffer.concat([header(0x04034b50, false), Buffer.from(name), packed])
  const central = Buffer.concat([header(0x02014b50, true), Buffer.from(name)])
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
