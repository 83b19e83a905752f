import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
  restrictToBranches,
} from '@karkhana/kernel/migrations'

/** One question per job card, with its answer. Other modules' records are no foreign keys: those may be purged. */
export default defineMigration({
  up: [
    organisationTable('feedback_surveys', {
      columns: {
        job_id: 'uuid not null',
        job_number: 'text not null',
        contact_id: 'uuid not null',
        customer: 'text not null',
        vehicle_id: 'uuid not null',
        vehicle: 'text not null',
        branch_id: reference('branches'),
        technician_id: reference('memberships', { nullable: true }),
        language: 'text not null',
        channel: 'text not null',
        asked_at: 'timestamptz not null',
        reminded_at: 'timestamptz',
        expires_at: 'timestamptz not null',
        score: 'smallint',
        comment: 'text',
        answered_at: 'timestamptz',
        ticket_id: 'uuid',
      },
      unique: [['job_id']],
      indexes: [
        ['asked_at desc', 'id desc'],
        ['contact_id', 'asked_at desc'],
        ['answered_at', 'id'],
      ],
      checks: {
        score: 'score between 0 and 10',
        answered: '(score is null) = (answered_at is null)',
        channel: "channel in ('mail', 'sms', 'both', 'none')",
        language: "language in ('en', 'hi')",
        comment_length: 'char_length(comment) <= 2000',
      },
    }),
    restrictToBranches('feedback_surveys', 'branch_id'),
  ],
  down: [dropTable('feedback_surveys')],
})
