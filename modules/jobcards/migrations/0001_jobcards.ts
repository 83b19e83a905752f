import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Job cards with their lines, customers' approvals, status history and the organisation's settings. */
export default defineMigration({
  up: [
    organisationTable('jobcards_jobs', {
      columns: {
        number: 'text not null',
        branch_id: reference('branches'),
        ticket_id: reference('tickets_tickets', { nullable: true }),
        contact_id: reference('contacts_contacts'),
        vehicle_id: reference('vehicles_vehicles'),
        technician_id: reference('memberships', { nullable: true }),
        status: 'text not null',
        held_from: 'text',
        hold_reason: 'text',
        complaint: 'text not null',
        findings: 'text',
        odometer_in: 'integer',
        odometer_out: 'integer',
        state_of_charge_in: 'smallint',
        promised_at: 'timestamptz',
        ready_at: 'timestamptz',
        delivered_at: 'timestamptz',
        cancelled_at: 'timestamptz',
        cancel_reason: 'text',
        taxable_paise: 'bigint not null default 0',
        tax_paise: 'bigint not null default 0',
        total_paise: 'bigint not null default 0',
        invoice_id: 'uuid',
        invoice_number: 'text',
        invoiced_at: 'timestamptz',
      },
      unique: [['number']],
      indexes: [
        ['created_at', 'id'],
        ['promised_at', 'id'],
      ],
      checks: {
        status_known:
          "status in ('received', 'diagnosing', 'awaiting_approval', 'in_progress', 'ready', 'delivered', 'on_hold')",
        hold_remembers:
          "(status = 'on_hold') = (held_from is not null) and (status = 'on_hold') = (hold_reason is not null)",
        held_from_known: "held_from in ('diagnosing', 'awaiting_approval', 'in_progress')",
        complaint_length: 'char_length(complaint) between 1 and 4000',
        odometer_in_range: 'odometer_in between 0 and 9999999',
        odometer_out_range: 'odometer_out between 0 and 9999999',
        odometer_not_falling: 'odometer_out >= odometer_in',
        state_of_charge_range: 'state_of_charge_in between 0 and 100',
        cancel_has_reason: '(cancelled_at is null) = (cancel_reason is null)',
        cancelled_not_invoiced: 'cancelled_at is null or invoice_id is null',
        invoice_whole:
          '(invoice_id is null) = (invoice_number is null) and (invoice_id is null) = (invoiced_at is null)',
        totals_add_up:
          'total_paise = taxable_paise + tax_paise and taxable_paise >= 0 and tax_paise >= 0',
      },
      extra: [
        `create index jobcards_jobs_active_index on jobcards_jobs (organisation_id, status)
  where cancelled_at is null and status <> 'delivered'`,
      ],
    }),
    organisationTable('jobcards_lines', {
      columns: {
        job_id: reference('jobcards_jobs', { onDelete: 'cascade' }),
        sort: 'integer not null',
        group_name: 'text',
        kind: 'text not null',
        item_id: reference('catalog_items', { nullable: true }),
        description: 'text not null',
        hsn: 'text not null',
        quantity: 'numeric(12,3) not null',
        unit: 'text not null',
        unit_price: 'numeric(14,2) not null',
        discount_percent: 'numeric(5,2) not null default 0',
        gst_rate: 'numeric(5,2)',
        treatment: 'text not null',
        state: 'text not null',
      },
      checks: {
        kind_known: "kind in ('labour', 'part')",
        state_known: "state in ('open', 'done', 'deferred')",
        treatment_known: "treatment in ('taxable', 'nil', 'exempt', 'nongst')",
        quantity_positive: 'quantity > 0',
        price_not_negative: 'unit_price >= 0',
        discount_range: 'discount_percent between 0 and 100',
        rate_range: 'gst_rate between 0 and 100',
      },
    }),
    organisationTable('jobcards_approvals', {
      columns: {
        job_id: reference('jobcards_jobs'),
        at: 'timestamptz not null',
        approved_by: 'text not null',
        channel: 'text not null',
        total_paise: 'bigint not null',
        note: 'text',
        actor_kind: 'text not null',
        actor_id: 'text not null',
      },
      appendOnly: true,
      checks: {
        channel_known: "channel in ('counter', 'phone', 'whatsapp')",
        total_not_negative: 'total_paise >= 0',
      },
    }),
    organisationTable('jobcards_history', {
      columns: {
        job_id: reference('jobcards_jobs'),
        at: 'timestamptz not null',
        actor_kind: 'text not null',
        actor_id: 'text not null',
        transition: 'text not null',
        from_status: 'text',
        to_status: 'text not null',
        reason: 'text',
      },
      appendOnly: true,
    }),
    organisationTable('jobcards_settings', {
      columns: {
        approval_free_below_paise: 'bigint not null default 0',
      },
      checks: { approval_limit_range: 'approval_free_below_paise between 0 and 100000000' },
      extra: [
        'create unique index jobcards_settings_one_row on jobcards_settings (organisation_id)',
      ],
    }),
  ],
  down: [
    dropTable('jobcards_settings'),
    dropTable('jobcards_history'),
    dropTable('jobcards_approvals'),
    dropTable('jobcards_lines'),
    dropTable('jobcards_jobs'),
  ],
})
