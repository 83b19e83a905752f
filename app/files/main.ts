/**
 * Stored bytes: written outside transactions, kept in the transaction of their record, private, answered by this site
 * or by links that work for minutes.
 */
export {
  FileDamagedError,
  FileGoneError,
  FileInUnitError,
  FileLinkError,
  FileMissingError,
  FileQuotaError,
  FileStoreError,
} from './errors.ts'
export { prepareFile, type FilePolicy, type PreparedFile } from './inspect/prepare_file.ts'
export { plainName } from './inspect/name.ts'
export { fileLink, LINK_MINUTES } from './links.ts'
export { fileUsage, type FileUsage } from './quota.ts'
export { readFile, streamFile } from './read_file.ts'
export { sendStoredFile } from './send_stored_file.ts'
export type { ByteRange } from './driver.ts'
export type { FileContent } from './store.ts'
export { discardFile, keepFile, releaseFile, storeFile, type NewFile } from './store_file.ts'
export { findStoredFile, type StoredFile } from './stored_file.ts'
