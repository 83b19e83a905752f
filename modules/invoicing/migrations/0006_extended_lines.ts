import { defineMigration } from '@karkhana/kernel/migrations'

/** What other modules make of a line: another price with its reason, cess, or a line of their own. */
export default defineMigration({
  up: [
    `alter table invoicing_lines
  add column asked_price numeric(14, 2),
  add column asked_discount numeric(5, 2),
  add column price_rule text,
  add column price_note text,
  add column added_by text,
  add column cess_rate numeric(6, 3),
  add column cess_per_unit numeric(14, 2),
  add column tax_note text,
  add constraint invoicing_lines_price_rule_whole check (
    (price_rule is null) = (asked_price is null) and (price_rule is null) = (asked_discount is null)
    and (price_rule is null) = (price_note is null)),
  add constraint invoicing_lines_asked_range check (asked_price >= 0 and asked_discount between 0 and 100),
  add constraint invoicing_lines_cess_range check (cess_rate >= 0 and cess_per_unit >= 0)`,
  ],
  down: [
    `alter table invoicing_lines
  drop column asked_price, drop column asked_discount, drop column price_rule, drop column price_note,
  drop column added_by, drop column cess_rate, drop column cess_per_unit, drop column tax_note`,
  ],
})
