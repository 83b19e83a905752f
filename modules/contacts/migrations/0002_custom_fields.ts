import {
  defineMigration,
  indexCustomFields,
  unindexCustomFields,
} from '@karkhana/kernel/migrations'

/** Lists find contacts by the fields that the organisation adds to them. */
export default defineMigration({
  up: [indexCustomFields('contacts_contacts')],
  down: [unindexCustomFields('contacts_contacts')],
})
