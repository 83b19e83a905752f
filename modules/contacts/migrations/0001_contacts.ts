import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/**
 * Customers and vendors in one table, since many are both. `phone` is E.164; `phone_digits` follows
 * from it, for search and for the check for duplicates.
 */
export default defineMigration({
  up: [
    organisationTable('contacts_contacts', {
      columns: {
        kind: 'text not null',
        name: 'text not null',
        company: 'text',
        phone: 'text',
        phone_digits: "text generated always as (regexp_replace(phone, '[^0-9]', '', 'g')) stored",
        email: 'text',
        gstin: 'text',
        address_line1: 'text',
        address_line2: 'text',
        city: 'text',
        state_code: 'text',
        postal_code: 'text',
        notes: 'text',
        archived_at: 'timestamptz',
      },
      uniqueWhere: [[['gstin'], 'gstin is not null']],
      indexes: [['phone_digits'], ['created_at desc', 'id desc']],
      checks: {
        kind: "kind in ('customer', 'vendor', 'both')",
        name: "name <> ''",
        phone: "phone ~ '^\\+[0-9]{8,15}$'",
        gstin: "gstin ~ '^[0-9A-Z]{15}$'",
        state_of_gstin: 'gstin is null or state_code = left(gstin, 2)',
      },
      extra: [
        `create index contacts_contacts_name_index
           on contacts_contacts (organisation_id, lower(name), id)`,
      ],
    }),
  ],
  down: [dropTable('contacts_contacts')],
})
