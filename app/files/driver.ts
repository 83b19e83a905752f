import type { Readable } from 'node:stream'
import type { DriverContract } from 'flydrive/types'

/** Bytes of a file from `start` to `end`, both included. */
export interface ByteRange {
  start: number
  end: number
}

/** A driver of flydrive that reads parts of files as well. */
export interface FileDriver extends DriverContract {
  getRange(key: string, range: ByteRange): Promise<Readable>
}
