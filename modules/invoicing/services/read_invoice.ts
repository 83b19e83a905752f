import { customOf, NotFoundError, type Scope, type Unit } from '@karkhana/kernel'
import Invoice from '../models/invoice.ts'
import Payment from '../models/payment.ts'
import { invoiceView, type LedgerEntry } from '../transformers/invoice.ts'
import { cancelObstacle } from './cancel.ts'
import { messagesOf } from './messages.ts'
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
    const messages = await messagesOf(unit, id)
    const { invoice } = loaded
    return {
      ...invoiceView(loaded, payments, messages, await entriesOf(unit, id, payments)),
      custom: await customOf(scope, Invoice.table, invoice.custom),
      cancelObstacle: invoice.status === 'issued' ? cancelObstacle(scope, invoice) : null,
    }
  })
}

export type InvoiceRecord = Awaited<ReturnType<typeof readInvoice>>

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
