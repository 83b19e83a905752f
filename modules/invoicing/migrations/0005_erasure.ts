import { defineMigration } from '@karkhana/kernel/migrations'

const lineFunction = (erasure: string) => `
create or replace function invoicing_freeze_line() returns trigger language plpgsql as $$
declare
  touched uuid := case when tg_op = 'DELETE' then old.invoice_id else new.invoice_id end;
  organisation uuid := case when tg_op = 'DELETE' then old.organisation_id else new.organisation_id end;
begin
  if tg_op = 'DELETE' and kernel_purging(tg_table_name) then return old; end if;
  ${erasure}
  if exists (select 1 from invoicing_invoices i
              where i.organisation_id = organisation and i.status <> 'draft'
                and (i.id = touched or (tg_op = 'UPDATE' and i.id = old.invoice_id))) then
    raise exception 'the lines of an issued invoice cannot be changed'
      using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$`

const invoiceFunction = (erasure: string) => `
create or replace function invoicing_freeze_invoice() returns trigger language plpgsql as $$
declare
  free text[] := array['status', 'paid', 'balance', 'cancelled_at', 'cancel_reason', 'version', 'updated_at'];
begin
  if tg_op = 'DELETE' and kernel_purging(tg_table_name) then return old; end if;
  ${erasure}
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
end $$`

const ERASURE = "if tg_op = 'UPDATE' and kernel_erasing() then return new; end if;"

/**
 * Of an issued invoice the personal columns are erased when the time that the law keeps them is over: by the kernel's
 * function for it, which touches no amount.
 */
export default defineMigration({
  up: [invoiceFunction(ERASURE), lineFunction(ERASURE)],
  down: [invoiceFunction(''), lineFunction('')],
})
