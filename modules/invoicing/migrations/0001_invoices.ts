import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/**
 * Invoices, their lines, payments, messages and the history of their status. Amounts are whole
 * paise. That an issued invoice never changes again is kept by the database, whatever program writes.
 */
export default defineMigration({
  up: [
    organisationTable('invoicing_invoices', {
      columns: {
        number: 'text',
        status: "text not null default 'draft'",
        document_type: 'text not null',
        branch_id: reference('branches'),
        contact_id: reference('contacts_contacts'),
        vehicle_id: reference('vehicles_vehicles', { nullable: true }),
        // no foreign key: job cards are an optional module
        job_id: 'uuid',
        job_number: 'text',
        date: 'date not null',
        place_of_supply: 'text not null',
        place_of_supply_reason: 'text not null',
        supply_nature: 'text not null',
        state_tax_name: 'text not null',
        price_mode: 'text not null',
        terms: 'text',
        notes: 'text',
        // frozen at issue
        supplier: 'jsonb',
        buyer: 'jsonb',
        vehicle: 'jsonb',
        taxable: 'bigint not null',
        non_taxable: 'bigint not null',
        cgst: 'bigint not null',
        sgst: 'bigint not null',
        igst: 'bigint not null',
        cess: 'bigint not null default 0',
        other: 'bigint not null default 0',
        round_off: 'bigint not null',
        total: 'bigint not null',
        paid: 'bigint not null default 0',
        balance: 'bigint not null default 0',
        issued_at: 'timestamptz',
        cancelled_at: 'timestamptz',
        cancel_reason: 'text',
      },
      uniqueWhere: [
        [['number'], 'number is not null'],
        [['job_id'], "job_id is not null and status <> 'cancelled'"],
      ],
      indexes: [
        ['date desc', 'id desc'],
        ['created_at desc', 'id desc'],
      ],
      checks: {
        status_known: "status in ('draft', 'issued', 'cancelled')",
        document_type_known: "document_type in ('tax_invoice', 'bill_of_supply')",
        supply_nature_known: "supply_nature in ('intra', 'inter')",
        state_tax_known: "state_tax_name in ('SGST', 'UTGST')",
        price_mode_known: "price_mode in ('exclusive', 'inclusive')",
        state_code: "place_of_supply ~ '^[0-9]{2}$'",
        // CGST Rules 46(b): at most 16 characters; letters, digits, dash and slash
        number_shape: "number ~ '^[1-9A-Z][0-9A-Z/-]{0,15}$'",
        numbered_when_issued: "(status = 'draft') = (number is null)",
        frozen_when_issued:
          "(status = 'draft') = (issued_at is null) and (status = 'draft') = (supplier is null) and (status = 'draft') = (buyer is null)",
        cancelled_with_reason:
          "(status = 'cancelled') = (cancelled_at is not null) and (status = 'cancelled') = (cancel_reason is not null)",
        job_named: '(job_id is null) = (job_number is null)',
        not_negative:
          'taxable >= 0 and non_taxable >= 0 and cgst >= 0 and sgst >= 0 and igst >= 0 and cess >= 0 and other >= 0 and total >= 0 and paid >= 0',
        // CGST Act s.9, IGST Act s.5: one pair or the other
        one_nature:
          "cgst = sgst and ((supply_nature = 'intra' and igst = 0) or (supply_nature = 'inter' and cgst = 0))",
        bill_of_supply_untaxed:
          "document_type = 'tax_invoice' or (taxable = 0 and cgst = 0 and igst = 0 and cess = 0)",
        round_off_within_rupee: 'round_off between -50 and 50',
        whole_rupees: 'total % 100 = 0',
        adds_up: 'total = taxable + non_taxable + cgst + sgst + igst + cess + other + round_off',
        balance_adds_up: "balance = case status when 'issued' then total - paid else 0 end",
        not_overpaid: 'paid <= total',
        cancelled_unpaid: "status = 'issued' or paid = 0",
      },
      extra: [
        `create index invoicing_invoices_open_index on invoicing_invoices (organisation_id, date, id)
  where balance > 0`,
      ],
    }),
    organisationTable('invoicing_lines', {
      columns: {
        invoice_id: reference('invoicing_invoices', { onDelete: 'cascade' }),
        position: 'integer not null',
        kind: 'text not null',
        item_id: reference('catalog_items', { nullable: true }),
        description: 'text not null',
        hsn: 'text not null',
        quantity: 'numeric(14, 3) not null',
        unit: 'text not null',
        unit_price: 'numeric(14, 2) not null',
        discount_percent: 'numeric(5, 2) not null default 0',
        treatment: 'text not null',
        // what the writer chose; null means by law on the invoice's date
        chosen_rate: 'numeric(6, 3)',
        gst_rate: 'numeric(6, 3) not null',
        gross: 'bigint not null',
        discount: 'bigint not null',
        taxable: 'bigint not null',
        cgst: 'bigint not null',
        sgst: 'bigint not null',
        igst: 'bigint not null',
        cess: 'bigint not null default 0',
        total: 'bigint not null',
      },
      unique: [['invoice_id', 'position']],
      checks: {
        kind_known: "kind in ('part', 'service')",
        treatment_known: "treatment in ('taxable', 'nil', 'exempt', 'nongst')",
        hsn_shape: "hsn ~ '^[0-9]{4,8}$'",
        quantity_positive: 'quantity > 0',
        price_not_negative: 'unit_price >= 0',
        discount_range: 'discount_percent between 0 and 100',
        rate_range: 'gst_rate between 0 and 100 and chosen_rate between 0 and 100',
        not_negative: 'taxable >= 0 and cgst >= 0 and igst >= 0 and cess >= 0 and discount >= 0',
        halves_equal: 'cgst = sgst',
        adds_up: 'total = taxable + cgst + sgst + igst + cess',
      },
    }),
    organisationTable('invoicing_payments', {
      columns: {
        number: 'text not null',
        invoice_id: reference('invoicing_invoices'),
        branch_id: reference('branches'),
        contact_id: reference('contacts_contacts'),
        date: 'date not null',
        mode: 'text not null',
        reference: 'text',
        amount: 'bigint not null',
        // chosen by the sender, so that a repeated request is recorded once
        idempotency_key: 'text not null',
        recorded_by: 'text not null',
      },
      unique: [['number'], ['idempotency_key']],
      indexes: [['date desc', 'id desc']],
      checks: {
        mode_known: "mode in ('cash', 'upi', 'card', 'bank', 'cheque')",
        amount_positive: 'amount > 0',
        cheque_has_number: "mode <> 'cheque' or reference is not null",
        key_length: 'char_length(idempotency_key) between 8 and 100',
      },
      appendOnly: true,
    }),
    organisationTable('invoicing_messages', {
      columns: {
        invoice_id: reference('invoicing_invoices'),
        to_address: 'text not null',
        status: "text not null default 'queued'",
        requested_by: 'text not null',
        attempts: 'integer not null default 0',
        sent_at: 'timestamptz',
        message_id: 'text',
        error_code: 'text',
        error_message: 'text',
      },
      checks: {
        status_known: "status in ('queued', 'sent', 'failed')",
        sent_dated: "(status = 'sent') = (sent_at is not null)",
        failed_explained:
          "status <> 'failed' or (error_code is not null and error_message is not null)",
      },
    }),
    organisationTable('invoicing_history', {
      columns: {
        invoice_id: reference('invoicing_invoices'),
        at: 'timestamptz not null',
        actor_kind: 'text not null',
        actor_id: 'text not null',
        actor_name: 'text not null',
        transition: 'text not null',
        from_status: 'text not null',
        to_status: 'text not null',
        reason: 'text',
      },
      appendOnly: true,
    }),

    `create function invoicing_freeze_invoice() returns trigger language plpgsql as $$
declare
  free text[] := array['status', 'paid', 'balance', 'cancelled_at', 'cancel_reason', 'version', 'updated_at'];
begin
  if tg_op = 'DELETE' then
    if old.status = 'draft' then return old; end if;
    raise exception 'invoice % is issued and cannot be removed', old.number
      using errcode = 'restrict_violation';
  end if;
  if old.status = 'draft' then return new; end if;
  if new.status <> old.status and not (old.status = 'issued' and new.status = 'cancelled') then
    raise exception 'invoice % cannot become % again', old.number, new.status
      using errcode = 'restrict_violation';
  end if;
  if to_jsonb(old) - free is distinct from to_jsonb(new) - free then
    raise exception 'invoice % is issued and cannot be changed', old.number
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$`,
    `create trigger invoicing_invoices_freeze before update or delete on invoicing_invoices
  for each row execute function invoicing_freeze_invoice()`,

    `create function invoicing_freeze_line() returns trigger language plpgsql as $$
declare
  touched uuid := case when tg_op = 'DELETE' then old.invoice_id else new.invoice_id end;
  organisation uuid := case when tg_op = 'DELETE' then old.organisation_id else new.organisation_id end;
begin
  if exists (select 1 from invoicing_invoices i
              where i.organisation_id = organisation and i.status <> 'draft'
                and (i.id = touched or (tg_op = 'UPDATE' and i.id = old.invoice_id))) then
    raise exception 'the lines of an issued invoice cannot be changed'
      using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$`,
    `create trigger invoicing_lines_freeze before insert or update or delete on invoicing_lines
  for each row execute function invoicing_freeze_line()`,

    // an invoice is issued with the sum of its lines, and has received the sum of its payments
    `create function invoicing_check_invoice() returns trigger language plpgsql as $$
declare
  invoice invoicing_invoices;
  lines record;
  received numeric;
begin
  select * into invoice from invoicing_invoices
   where organisation_id = new.organisation_id and id = new.id;
  if not found or invoice.status = 'draft' then return null; end if;
  select count(*) as number, sum(cgst) as cgst, sum(sgst) as sgst, sum(igst) as igst,
         sum(cess) as cess, sum(total) as total
    into lines from invoicing_lines
   where organisation_id = invoice.organisation_id and invoice_id = invoice.id;
  if lines.number = 0 or lines.cgst <> invoice.cgst or lines.sgst <> invoice.sgst
     or lines.igst <> invoice.igst or lines.cess <> invoice.cess
     or lines.total <> invoice.total - invoice.round_off - invoice.other then
    raise exception 'invoice % is not the sum of its lines', invoice.number
      using errcode = 'check_violation', constraint = 'invoicing_invoices_sum_of_lines';
  end if;
  select coalesce(sum(amount), 0) into received from invoicing_payments
   where organisation_id = invoice.organisation_id and invoice_id = invoice.id;
  if received <> invoice.paid then
    raise exception 'invoice % does not hold the sum of its payments', invoice.number
      using errcode = 'check_violation', constraint = 'invoicing_invoices_sum_of_payments';
  end if;
  return null;
end $$`,
    `create constraint trigger invoicing_invoices_whole after insert or update on invoicing_invoices
  deferrable initially deferred for each row execute function invoicing_check_invoice()`,
    `create function invoicing_check_payment() returns trigger language plpgsql as $$
begin
  if (select sum(amount) from invoicing_payments p
       where p.organisation_id = new.organisation_id and p.invoice_id = new.invoice_id)
     is distinct from
     (select paid from invoicing_invoices i
       where i.organisation_id = new.organisation_id and i.id = new.invoice_id and i.status = 'issued') then
    raise exception 'payment % is not counted by its invoice', new.number
      using errcode = 'check_violation', constraint = 'invoicing_payments_counted';
  end if;
  return null;
end $$`,
    `create constraint trigger invoicing_payments_counted after insert on invoicing_payments
  deferrable initially deferred for each row execute function invoicing_check_payment()`,
  ],
  down: [
    dropTable('invoicing_history'),
    dropTable('invoicing_messages'),
    dropTable('invoicing_payments'),
    dropTable('invoicing_lines'),
    dropTable('invoicing_invoices'),
    'drop function if exists invoicing_check_payment()',
    'drop function if exists invoicing_check_invoice()',
    'drop function if exists invoicing_freeze_line()',
    'drop function if exists invoicing_freeze_invoice()',
  ],
})
