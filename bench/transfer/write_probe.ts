/** Writes one file in a process of its own, so that its memory is its own: format and number of rows are arguments. */
import { finished } from 'node:stream/promises'
import { Writable } from 'node:stream'
import { writeCsv } from '../../app/transfer/files/csv_writer.ts'
import { writeXlsx } from '../../app/transfer/files/xlsx_writer.ts'
import { benchRows, COLUMNS } from './rows.ts'
import { PeakMemory } from './peak_memory.ts'

const [, , format, count] = process.argv
const table = { title: 'Invoices', columns: COLUMNS, zone: 'Asia/Kolkata' }
const write = format === 'csv' ? writeCsv : writeXlsx

async function once(rows: number) {
  let bytes = 0
  const sink = new Writable({
    write(chunk: Buffer, _, next) {
      bytes += chunk.length
      next()
    },
  })
  const began = performance.now()
  write(table, benchRows(rows)).pipe(sink)
  await finished(sink)
  return { took: performance.now() - began, bytes }
}

await once(1_000)
const memory = new PeakMemory()
const { took, bytes } = await once(Number(count))
process.send!({ result: { took, bytes, more: memory.more() } })
