import { defineMigration } from '@karkhana/kernel/migrations'

/** What one of an item costs the workshop, in rupees before tax; unknown while nobody has entered it. */
export default defineMigration({
  up: [
    `alter table catalog_items add column unit_cost numeric(12, 2)
  constraint catalog_items_unit_cost_not_negative check (unit_cost >= 0)`,
  ],
  down: ['alter table catalog_items drop column unit_cost'],
})
