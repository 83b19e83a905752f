import {
  defineMigration,
  indexCustomFields,
  unindexCustomFields,
} from '@karkhana/kernel/migrations'

/** Lists find items by the fields that the organisation adds to them. */
export default defineMigration({
  up: [indexCustomFields('catalog_items')],
  down: [unindexCustomFields('catalog_items')],
})
