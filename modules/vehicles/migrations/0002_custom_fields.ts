import {
  defineMigration,
  indexCustomFields,
  unindexCustomFields,
} from '@karkhana/kernel/migrations'

/** Lists find vehicles by the fields that the organisation adds to them. */
export default defineMigration({
  up: [indexCustomFields('vehicles_vehicles')],
  down: [unindexCustomFields('vehicles_vehicles')],
})
