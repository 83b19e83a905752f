import yauzl, { type ZipFile } from 'yauzl'
import { buffer } from 'node:stream/consumers'

/** The files of a ZIP, by path. */
export async function unzip(source: string | Buffer): Promise<Map<string, string>> {
  const options = { lazyEntries: true }
  const zip: ZipFile =
    typeof source === 'string'
      ? await yauzl.openPromise(source, options)
      : await yauzl.fromBufferPromise(source, options)
  const files = new Map<string, string>()
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry))
    files.set(entry.fileName, content.toString('utf8'))
  }
  return files
}

/** The rows of an NDJSON file. */
export function rowsOf(files: Map<string, string>, path: string): Record<string, unknown>[] {
  const text = files.get(path)
  if (text === undefined) throw new Error(`${path} is not in the ZIP: ${[...files.keys()].join()}`)
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
