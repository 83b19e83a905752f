import { defineMigration } from '@karkhana/kernel/migrations'

/**
 * Keys of requests that call something outside: reserved before, answered after, with no transaction in between; see
 * docs/decisions/0019-idempotency.md.
 */
export default defineMigration({
  up: [
    `alter table idempotency_keys
       alter column status drop not null,
       -- Of a request that is not answered yet; another one after it was taken up again
       add column claim uuid,
       -- The node that works on it; null in a process that is no node
       add column claimed_by uuid,
       -- After that nobody counts on it any more
       add column claimed_until timestamptz,
       -- It has committed something
       add column wrote boolean not null default false,
       add constraint idempotency_keys_claim_check
         check ((claim is null) = (status is not null) and (claim is null) = (claimed_until is null))`,
  ],
  down: [
    'delete from idempotency_keys where claim is not null',
    `alter table idempotency_keys
       drop constraint idempotency_keys_claim_check,
       drop column wrote,
       drop column claimed_until,
       drop column claimed_by,
       drop column claim,
       alter column status set not null`,
  ],
})
