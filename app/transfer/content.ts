import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { FILE_LIMITS } from './files/limits.ts'

const [pack, unpack] = [promisify(gzip), promisify(gunzip)]

/** Rows of a file as they are kept until the import is over, with their numbers as a spreadsheet shows them. */
export interface KeptRows {
  rows: string[][]
  numbers: number[]
}

/** Numbers take a few bytes each beside the rows. */
const ROOM = 2 * FILE_LIMITS.unpacked

/** @see KeptRows */
export async function packRows(kept: KeptRows): Promise<Buffer> {
  return pack(JSON.stringify(kept), { level: 1 })
}

/** @see packRows */
export async function unpackRows(content: Buffer): Promise<KeptRows> {
  const json = await unpack(content, { maxOutputLength: ROOM })
  const kept = JSON.parse(json.toString()) as KeptRows | string[][]
  // Before numbers were kept the rows followed each other.
  return Array.isArray(kept) ? { rows: kept, numbers: kept.map((_, at) => at + 2) } : kept
}

/** Place of a row by its number; -1 when the file has no such row, or it is empty. Numbers rise. */
export function placeOfRow(numbers: readonly number[], number: number): number {
  let [low, high] = [0, numbers.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (numbers[middle] === number) return middle
    if (numbers[middle] < number) low = middle + 1
    else high = middle - 1
  }
  return -1
}
