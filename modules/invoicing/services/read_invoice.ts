import { customOf, NotFoundError, recordHistory, type Scope, type Unit } from '@karkhana/kernel'
import type { TimelineEntry } from '@karkhana/kernel/pages'
import { formatRupees } from '@karkhana/kernel/money'
import Invoice from '../models/invoice.ts'
import InvoiceEvent from '../models/invoice_event.ts'
import InvoiceMessage from '../models/invoice_message.ts'
import Payment from '../models/payment.ts'
import { invoiceView, type LedgerEntry } from '../transformers/invoice.ts'
import { cancelObstacle } from './cancel.ts'
import { branchOf, customerOf } from './parties.ts'
import { buyerSnapshot, stateName, supplierSnapshot, vehicleSnapshot } from './snapshots.ts'

/** An invoice with lines and parties: frozen ones once issued, the present ones of a draft. */
export async function loadInvoice(scope: Scope, id: string) {
  return scope.read(async () => {
    const invoice = await Invoice.query().where('id', id).preload('lines').first()
    if (!invoice) throw new NotFoundError('invoice')
    const gst = await scope.need('gst.calculator@1')
    return {
      invoice,
      branch: await branchOf(scope, invoice.branchId),
      supplier: invoice.supplier ?? (await supplierSnapshot(scope, gst, invoice.branchId)),
      buyer: invoice.buyer ?? buyerSnapshot(gst, await customerOf(scope, invoice.contactId)),
      vehicle: invoice.vehicle ?? (await presentVehicle(scope, invoice)),
      placeOfSupplyName: stateName(gst, invoice.placeOfSupply),
    }
  })
}

export type LoadedInvoice = Awaited<ReturnType<typeof loadInvoice>>

/**
 * Everything the page of an invoice shows.
 * @throws NotFoundError
 */
export async function readInvoice(scope: Scope, id: string) {
  return scope.read(async (unit) => {
    const loaded = await loadInvoice(scope, id)
    const payments = await Payment.query().where('invoice_id', id).orderBy('date').orderBy('id')
    const messages = await InvoiceMessage.query().where('invoice_id', id).orderBy('id', 'desc')
    const { invoice } = loaded
    return {
      ...invoiceView(loaded, payments, messages, await entriesOf(unit, id, payments)),
      custom: await customOf(scope, Invoice.table, invoice.custom),
      cancelObstacle: invoice.status === 'issued' ? cancelObstacle(scope, invoice) : null,
    }
  })
}

export type InvoiceRecord = Awaited<ReturnType<typeof readInvoice>>

/** What happened to an invoice, newest first. */
export async function invoiceTimeline(scope: Scope, id: string): Promise<TimelineEntry[]> {
  return scope.read(async () => {
    const entries: TimelineEntry[] = []
    const writes = await recordHistory(scope, 'invoicing_invoices', id)
    for (const { id: key, at, action, actor } of writes) {
      if (action === 'insert') entries.push({ id: key, at, actor, title: 'Draft created' })
    }
    for (const event of await InvoiceEvent.query().where('invoice_id', id)) {
      entries.push({
        id: event.id,
        at: event.at.toUTC().toISO()!,
        actor: event.actorName,
        title: event.transition === 'issue' ? 'Issued' : 'Cancelled',
        detail: event.reason ?? undefined,
      })
    }
    for (const payment of await Payment.query().where('invoice_id', id)) {
      entries.push({
        id: payment.id,
        at: payment.createdAt.toUTC().toISO()!,
        actor: payment.recordedBy,
        title: `Payment of ${formatRupees(payment.amount)} recorded`,
        detail: payment.number,
      })
    }
    for (const message of await InvoiceMessage.query().where('invoice_id', id)) {
      entries.push(messageEntry(message))
    }
    return entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  })
}

const MESSAGE_TITLES = {
  queued: 'E-mail waits to be sent',
  sent: 'E-mailed',
  failed: 'E-mail could not be sent',
}

function messageEntry(message: InvoiceMessage): TimelineEntry {
  const detail = [message.toAddress, message.status === 'sent' ? null : message.errorMessage]
  return {
    id: message.id,
    at: (message.sentAt ?? message.createdAt).toUTC().toISO()!,
    actor: message.requestedBy,
    title: MESSAGE_TITLES[message.status],
    detail: detail.filter(Boolean).join(' · '),
  }
}

async function presentVehicle(scope: Scope, invoice: Invoice) {
  if (!invoice.vehicleId || invoice.status !== 'draft') return null
  const registry = await scope.need('vehicles.registry@1')
  return vehicleSnapshot(await registry.get(scope, invoice.vehicleId))
}

/** The journal entries of an invoice and its payments, in the order they were posted. */
async function entriesOf(unit: Unit, id: string, payments: Payment[]): Promise<LedgerEntry[]> {
  return unit.rows<LedgerEntry>(
    `select id, number, entry_date::text as date, narration from accounting_entries
      where source_module = 'invoicing'
        and ((source_type = 'invoice' and source_id = ?) or (source_type = 'payment' and source_id = any(?)))
      order by id`,
    [id, payments.map((payment) => payment.id)]
  )
}
