import { table, type TableDeclaration } from '@karkhana/kernel/module'

/** What the tables of this module hold about people, and for how long. */
export const TABLES: Record<string, TableDeclaration> = {
  catalog_items: table({ notPersonal: { name: 'Name of a part or service.' } }),
  catalog_item_rates: table({ personal: { decided_by: 'actor' } }),
}
