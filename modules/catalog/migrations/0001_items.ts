import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Parts and services, and the GST rates that the organisation has decided itself. */
export default defineMigration({
  up: [
    organisationTable('catalog_items', {
      columns: {
        kind: "text not null check (kind in ('part', 'service'))",
        code: 'text not null',
        name: 'text not null',
        description: 'text',
        hsn: 'text not null',
        unit: 'text not null',
        unit_price: 'numeric(12, 2) not null',
        treatment: "text not null check (treatment in ('taxable', 'nil', 'exempt', 'nongst'))",
        ev_use: "text check (ev_use in ('vehicle', 'charger', 'charging'))",
        archived_at: 'timestamptz',
      },
      unique: [['code']],
      checks: {
        hsn_format: "hsn ~ '^([0-9]{4}|[0-9]{6}|[0-9]{8})$'",
        hsn_of_kind: "(kind = 'service') = (hsn like '99%')",
        unit_price_positive: 'unit_price >= 0',
      },
      indexes: [['created_at desc', 'id desc']],
      extra: [
        'create index catalog_items_name_index on catalog_items (organisation_id, lower(name), id)',
      ],
    }),
    organisationTable('catalog_item_rates', {
      columns: {
        item_id: reference('catalog_items'),
        from_date: 'date not null',
        // null gives the item back to the law's table
        rate: 'numeric(9, 6)',
        reason: 'text not null',
        decided_by: 'text not null',
      },
      checks: { rate_range: 'rate between 0 and 100' },
      indexes: [['item_id', 'from_date desc', 'id desc']],
      appendOnly: true,
    }),
  ],
  down: [dropTable('catalog_item_rates'), dropTable('catalog_items')],
})
