import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/**
 * Answers to writes of programs, kept for a day under the key that the program chose. Written in the transaction of the
 * write itself; see docs/decisions/0019-idempotency.md.
 */
export default defineMigration({
  up: [
    organisationTable('idempotency_keys', {
      columns: {
        // Id of the API token
        actor: 'text not null',
        // 'POST /api/v1/tickets'
        route: 'text not null',
        key: 'text not null',
        // SHA-256 of method, address and body
        fingerprint: 'text not null',
        status: 'integer not null',
        headers: 'jsonb not null',
        // Encrypted; null for an answer that is too large to be kept
        sealed: 'text',
      },
      checks: { status_check: 'status between 200 and 299' },
      unique: [['actor', 'route', 'key']],
      indexes: [['created_at']],
    }),
    // What was written is audited where it was written.
    'drop trigger idempotency_keys_audit on idempotency_keys',
  ],
  down: [dropTable('idempotency_keys')],
})
