import { join } from 'node:path'
import { ZipWriter } from '../../data/export/zip_writer.ts'
import type { PrintOutput } from './print_run.ts'

/** The file that printed documents go into, one after the other; none is held longer than it takes to write it. */
export interface OutputFile {
  path: string
  type: string
  /** @param name of the file, which ends in `.pdf` */
  add(content: Uint8Array, name: string): Promise<void>
  /** @returns its length in bytes */
  finish(): Promise<number>
  /** Removes what was written. */
  abort(): Promise<void>
}

/**
 * Begins the file of a run in a folder.
 * @param at instant that the file says it was made at
 */
export async function openOutput(output: PrintOutput, folder: string, at: Date) {
  const path = join(folder, `prints.${output}`)
  return output === 'pdf' ? onePdf(path, at) : oneZip(path, at)
}

async function onePdf(path: string, at: Date): Promise<OutputFile> {
  // The library that reads PDF files takes a tenth of a second to load; most processes never join any
  const { PdfMerger } = await import('../merge_pdf.ts')
  const merger = await PdfMerger.create(path)
  return {
    path,
    type: 'application/pdf',
    add: (content, name) => merger.add(content, name.replace(/\.pdf$/, '')),
    finish: () => merger.finish(at.toISOString()),
    abort: () => merger.abort(),
  }
}

function oneZip(path: string, at: Date): OutputFile {
  const zip = new ZipWriter(path, at)
  const taken = new Map<string, number>()
  return {
    path,
    type: 'application/zip',
    async add(content, name) {
      const count = (taken.get(name) ?? 0) + 1
      taken.set(name, count)
      await zip.add(count === 1 ? name : name.replace(/\.pdf$/, ` (${count}).pdf`), [content])
    },
    finish: async () => (await zip.finish()).bytes,
    abort: () => zip.abort(),
  }
}
