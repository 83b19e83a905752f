import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/**
 * What an organisation lets language models be asked for, what that may cost in a month, and each question that was
 * asked: without its words. The settings are one row, whose id is that of the organisation.
 */
export default defineMigration({
  up: [
    organisationTable('ai_settings', {
      columns: {
        monthly_paise: 'bigint not null default 50000 check (monthly_paise >= 0)',
        purposes: `text[] not null default '{}'`,
      },
      checks: { one: 'id = organisation_id' },
    }),
    organisationTable('ai_months', {
      columns: {
        month: 'date not null',
        spent_paise: 'bigint not null default 0',
        warned_at: 'timestamptz',
      },
      unique: [['month']],
    }),
    organisationTable('ai_calls', {
      columns: {
        month_id: reference('ai_months'),
        purpose: 'text not null',
        state: `text not null default 'asked' check (state in ('asked', 'answered', 'failed'))`,
        idempotency_key: 'text not null',
        actor_kind: 'text not null',
        actor_id: 'text not null',
        driver_id: 'text',
        model: 'text',
        tried: 'integer not null default 0',
        characters: 'integer not null',
        redactions: `jsonb not null default '{}'`,
        input_tokens: 'integer not null default 0',
        output_tokens: 'integer not null default 0',
        reserved_paise: 'bigint not null',
        cost_paise: 'bigint not null default 0',
        error: 'text',
        // Until then the reservation holds: whoever asked may have died
        due_at: 'timestamptz not null',
        ended_at: 'timestamptz',
      },
      uniqueWhere: [[['idempotency_key'], `state = 'asked'`]],
      indexes: [
        ['created_at desc', 'id desc'],
        ['purpose', 'created_at desc', 'id desc'],
      ],
    }),
    // Questions come by the hundred a day and say nothing of records; the log is the table itself.
    'drop trigger ai_calls_audit on ai_calls',
    'drop trigger ai_months_audit on ai_months',
  ],
  down: [dropTable('ai_calls'), dropTable('ai_months'), dropTable('ai_settings')],
})
