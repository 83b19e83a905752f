import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** How a member arranged the cards of the start page. */
export default defineMigration({
  up: [
    organisationTable('home_arrangements', {
      columns: {
        member_id: reference('memberships', { onDelete: 'cascade' }),
        // [{ id: 'tickets.figures', shown: true }, …] in their order
        cards: "jsonb not null default '[]'",
      },
      unique: [['member_id']],
    }),
  ],
  down: [dropTable('home_arrangements')],
})
