import { defineMigration } from '@karkhana/kernel/migrations'

/** How a person reads: with the contrast of the device or more, lists and forms roomy or close together. */
export default defineMigration({
  up: [
    "alter table users add column contrast text not null default 'system' check (contrast in ('system', 'more'))",
    "alter table users add column density text not null default 'comfortable' check (density in ('comfortable', 'compact'))",
  ],
  down: ['alter table users drop column density, drop column contrast'],
})
