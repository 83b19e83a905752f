import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { ReportRow } from '../../reports/declaration.ts'
import type { FileTable } from './cells.ts'
import { sheetNames, workbookParts } from './xlsx_parts.ts'
import { rowWriter, SHEET_ROWS, sheetFoot, sheetHead, type SheetOptions } from './xlsx_sheet.ts'

/** Fast rather than small: XML of rows packs to a tenth either way, and a file is sent once. */
const PACKING = { compressionLevel: 1 }

/** One sheet of a workbook. */
export interface Sheet extends FileTable, SheetOptions {
  batches: AsyncIterable<readonly ReportRow[]>
}

/**
 * A workbook of one table (ECMA-376) that is written while it is sent, so that its length costs no memory. What does
 * not fit one sheet goes on in the next.
 */
export function writeXlsx(
  table: FileTable,
  batches: AsyncIterable<readonly ReportRow[]>
): Readable {
  return writeWorkbook([{ ...table, batches }])
}

/** A workbook of several sheets, one after the other. */
export function writeWorkbook(sheets: readonly Sheet[]): Readable {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  let open: Readable | undefined
  // Whoever reads it has gone away: nothing more is read from the database.
  out.on('close', () => open?.destroy())
  zip.on('error', (error) => out.destroy(error as Error))

  async function write() {
    const titles: (string | undefined)[] = []
    for (const sheet of sheets) {
      const rows = new Rows(sheet.batches)
      do {
        titles.push(sheet.title)
        open = Readable.from(sheetXml(sheet, rows), { objectMode: false })
        zip.addReadStream(open, `xl/worksheets/sheet${titles.length}.xml`, PACKING)
        await finished(open)
      } while (rows.more)
    }
    for (const [path, content] of workbookParts(sheetNames(titles))) {
      zip.addBuffer(Buffer.from(content), path, PACKING)
    }
    zip.end()
  }
  write().catch((error: Error) => out.destroy(error))
  return out
}

/** The rows of one sheet as XML; what is left of a batch begins the next sheet. */
async function* sheetXml(sheet: Sheet, rows: Rows) {
  const write = rowWriter(sheet)
  let written = 0
  yield Buffer.from(sheetHead(sheet.columns))
  try {
    for (;;) {
      const batch = await rows.take(SHEET_ROWS - written)
      if (!batch) break
      let xml = ''
      for (const row of batch) xml += write(row)
      written += batch.length
      yield Buffer.from(xml)
    }
    yield Buffer.from(sheetFoot(sheet.columns.length, written, sheet))
    rows.pause()
  } finally {
    await rows.close()
  }
}

/** The batches of a table, cut where a sheet is full. */
class Rows {
  #batches: AsyncIterator<readonly ReportRow[]>
  #rest: readonly ReportRow[] = []
  #paused = false

  constructor(batches: AsyncIterable<readonly ReportRow[]>) {
    this.#batches = batches[Symbol.asyncIterator]()
  }

  /** Whether a sheet was full before the rows were over. */
  get more() {
    return this.#rest.length > 0
  }

  /** The next rows, `room` at the most; `null` when there are none, or no room for them. */
  async take(room: number): Promise<readonly ReportRow[] | null> {
    this.#paused = false
    while (this.#rest.length === 0) {
      const { done, value } = await this.#batches.next()
      if (done) return null
      this.#rest = value
    }
    if (room === 0) return null
    const batch = this.#rest.slice(0, room)
    this.#rest = this.#rest.slice(room)
    return batch
  }

  /** The sheet ended well: the next one goes on here. */
  pause() {
    this.#paused = true
  }

  /** Ends the reading, unless another sheet goes on with it. */
  async close() {
    if (!(this.#paused && this.more)) await this.#batches.return?.()
  }
}
