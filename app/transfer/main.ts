/**
 * Import and export of records.
 */
export { inBatches } from './batches.ts'
export { headingKey } from './mapping.ts'
export { saveRecords, type KnownRecord, type LookedUp, type RecordImport } from './save_records.ts'
