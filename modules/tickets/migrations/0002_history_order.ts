import { defineMigration } from '@karkhana/kernel/migrations'

/** Steps of one instant keep the order they were written in. */
export default defineMigration({
  up: ['alter table tickets_history add column seq bigint generated always as identity'],
  down: ['alter table tickets_history drop column seq'],
})
