import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** How far a member is with the list of first steps itself; the steps are counted from records. */
export default defineMigration({
  up: [
    organisationTable('onboarding_states', {
      columns: {
        member_id: reference('memberships', { onDelete: 'cascade' }),
        put_away: 'boolean not null default false',
        // Since when the member has read the praise for the last step.
        praised_at: 'timestamptz',
      },
      unique: [['member_id']],
    }),
    // Says what somebody wants to see on their start page.
    'drop trigger onboarding_states_audit on onboarding_states',
  ],
  down: [dropTable('onboarding_states')],
})
