import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

export default defineMigration({
  up: [
    organisationTable('courtesy_cars', {
      columns: {
        plate: 'text not null',
        model: 'text not null',
        state: 'text not null',
        borrower_id: reference('contacts_contacts', { nullable: true }),
        day_rate: 'bigint',
        insured_until: 'date',
        notes: 'text',
        archived_at: 'timestamptz',
      },
      unique: [['plate']],
      indexes: [['created_at desc', 'id desc']],
    }),
  ],
  down: [dropTable('courtesy_cars')],
})
