export { OrganisationModel } from './organisation_model.ts'
export { findOr404, lockForUpdate } from './locks.ts'
