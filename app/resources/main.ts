export {
  archiveRecord,
  createRecord,
  getRecord,
  updateRecord,
  type ResourceDetail,
} from './records.ts'
export type { ResourceInput } from './validators.ts'
