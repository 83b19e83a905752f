export { OrganisationModel } from './organisation_model.ts'
export { findOr404, lockForUpdate } from './locks.ts'
export { insertAll } from './insert_all.ts'
