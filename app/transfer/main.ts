/**
 * Import and export of records.
 */
export { inBatches } from './batches.ts'
export { headingKey } from './mapping.ts'
