import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { FILE_LIMITS } from './files/limits.ts'

const [pack, unpack] = [promisify(gzip), promisify(gunzip)]

/** Rows of a file as they are kept until the import is over. */
export async function packRows(rows: string[][]): Promise<Buffer> {
  return pack(JSON.stringify(rows))
}

/** @see packRows */
export async function unpackRows(content: Buffer): Promise<string[][]> {
  const json = await unpack(content, { maxOutputLength: FILE_LIMITS.unpacked })
  return JSON.parse(json.toString()) as string[][]
}
