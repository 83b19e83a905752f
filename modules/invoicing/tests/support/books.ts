import type { Scope } from '@karkhana/kernel'

interface Fault {
  what: string
}

/**
 * Everything that is not as it must be: half an invoice, a gap in the numbers, an entry without its
 * document or the other way round, books that do not balance. Empty when all is well.
 */
export async function faultsIn(scope: Scope): Promise<string[]> {
  return scope.read(async (unit) => {
    const found: Fault[] = []
    for (const sql of CHECKS) found.push(...(await unit.rows<Fault>(sql)))
    return found.map(({ what }) => what)
  })
}

const CHECKS = [
  // header and lines
  `select 'lines of ' || coalesce(i.number, i.id::text) as what
     from invoicing_invoices i
     left join lateral (select count(*) as lines, sum(total) as total, sum(cgst) as cgst, sum(sgst) as sgst,
                               sum(igst) as igst from invoicing_lines l where l.invoice_id = i.id) l on true
    where l.lines = 0 or l.total <> i.total - i.round_off - i.other
       or l.cgst <> i.cgst or l.sgst <> i.sgst or l.igst <> i.igst`,
  // an issued invoice is complete, a draft has no number
  `select 'state of ' || coalesce(number, id::text) as what from invoicing_invoices
    where (status = 'draft') <> (number is null) or (status = 'draft') <> (buyer is null)`,
  // each issued invoice has exactly one entry over its total, and a draft has none
  `select 'entry of ' || coalesce(i.number, i.id::text) as what
     from invoicing_invoices i
     left join lateral (select count(distinct e.id) as entries, sum(l.debit) as debit, sum(l.credit) as credit
                          from accounting_entries e join accounting_lines l on l.entry_id = e.id
                         where e.source_module = 'invoicing' and e.source_type = 'invoice'
                           and e.source_event = 'issued' and e.source_id = i.id::text) e on true
    where e.entries <> case when i.status = 'draft' then 0 else 1 end
       or (i.status <> 'draft' and (e.debit <> e.credit or e.debit <> i.total + greatest(-i.round_off, 0)))`,
  // each payment has its entry, each invoice the sum of its payments
  `select 'entry of payment ' || p.number as what from invoicing_payments p
    where not exists (select 1 from accounting_entries e join accounting_lines l on l.entry_id = e.id
                       where e.source_module = 'invoicing' and e.source_type = 'payment'
                         and e.source_id = p.id::text and l.debit = p.amount)`,
  `select 'payments of ' || i.number as what from invoicing_invoices i
    where i.status = 'issued'
      and i.paid <> (select coalesce(sum(amount), 0) from invoicing_payments p where p.invoice_id = i.id)`,
  // entries of documents that are not there
  `select 'entry ' || e.number || ' without document' as what from accounting_entries e
    where e.source_module = 'invoicing'
      and not exists (select 1 from invoicing_invoices i where i.id::text = e.source_id and i.status <> 'draft')
      and not exists (select 1 from invoicing_payments p where p.id::text = e.source_id)`,
  // numbers from one without gap, as far as the series has counted
  ...['invoicing_invoices', 'invoicing_payments', 'accounting_entries'].map(
    (table) =>
      `select '${table} have ' || count(*) || ' numbers up to ' || max(split_part(reverse(number), '/', 1)) as what
         from ${table} where number is not null
       having count(*) <> max(reverse(split_part(reverse(number), '/', 1))::int)`
  ),
  `select 'series ' || s.series || ' counted ' || s.last_number as what from number_series s
    where s.last_number <> case s.series
            when 'invoicing.invoice' then (select count(*) from invoicing_invoices where number is not null)
            when 'invoicing.receipt' then (select count(*) from invoicing_payments)
            when 'accounting.journal' then (select count(*) from accounting_entries)
            else s.last_number end`,
  // the books as a whole, and the totals that the database keeps beside them
  `select 'the ledger is out by ' || sum(debit - credit) as what from accounting_lines
    having sum(debit) <> sum(credit)`,
  `select 'balance of account ' || b.account_id as what from accounting_balances b
    where b.debit - b.credit is distinct from
          (select sum(l.debit) - sum(l.credit) from accounting_lines l
            where l.account_id = b.account_id and date_trunc('month', l.entry_date)::date = b.month)`,
]
