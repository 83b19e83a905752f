import { column, hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { BusinessDate } from '@karkhana/kernel/dates'
import type { Paise } from '@karkhana/kernel/money'
import type { PlaceOfSupplyReason } from '@karkhana/gst/contracts'
import type { DateTime } from 'luxon'
import type { InvoiceStatus } from '../contracts.ts'
import type { BuyerSnapshot, SupplierSnapshot, VehicleSnapshot } from '../services/snapshots.ts'
import { dateColumn, jsonColumn, paiseColumn } from './columns.ts'
import InvoiceLine from './invoice_line.ts'

/** What the law calls the paper: a bill of supply has no tax on it (CGST Act s.31(3)(c)). */
export type DocumentType = 'tax_invoice' | 'bill_of_supply'

/** An invoice; the database keeps an issued one as it is. */
export default class Invoice extends OrganisationModel {
  static table = 'invoicing_invoices'

  @column()
  declare number: string | null

  @column()
  declare status: InvoiceStatus

  @column()
  declare documentType: DocumentType

  @column()
  declare branchId: string

  @column()
  declare contactId: string

  @column()
  declare vehicleId: string | null

  @column()
  declare jobId: string | null

  @column()
  declare jobNumber: string | null

  @dateColumn()
  declare date: BusinessDate

  /** State code; `explicit` as reason when the writer chose it. */
  @column()
  declare placeOfSupply: string

  @column()
  declare placeOfSupplyReason: PlaceOfSupplyReason

  @column()
  declare supplyNature: 'intra' | 'inter'

  @column()
  declare stateTaxName: 'SGST' | 'UTGST'

  @column()
  declare priceMode: 'exclusive' | 'inclusive'

  @column()
  declare terms: string | null

  @column()
  declare notes: string | null

  @jsonColumn()
  declare supplier: SupplierSnapshot | null

  @jsonColumn()
  declare buyer: BuyerSnapshot | null

  @jsonColumn()
  declare vehicle: VehicleSnapshot | null

  @paiseColumn()
  declare taxable: Paise

  @paiseColumn()
  declare nonTaxable: Paise

  @paiseColumn()
  declare cgst: Paise

  /** SGST, or UTGST where `stateTaxName` says so. */
  @paiseColumn()
  declare sgst: Paise

  @paiseColumn()
  declare igst: Paise

  @paiseColumn()
  declare cess: Paise

  /** Charges outside the taxable value (CGST Rules 33). */
  @paiseColumn()
  declare other: Paise

  /** Signed. */
  @paiseColumn()
  declare roundOff: Paise

  @paiseColumn()
  declare total: Paise

  @paiseColumn()
  declare paid: Paise

  /** Total less payments of an issued invoice, else zero. */
  @paiseColumn()
  declare balance: Paise

  @column.dateTime()
  declare issuedAt: DateTime | null

  @column.dateTime()
  declare cancelledAt: DateTime | null

  @column()
  declare cancelReason: string | null

  @hasMany(() => InvoiceLine, { onQuery: (query) => void query.orderBy('position') })
  declare lines: HasMany<typeof InvoiceLine>
}
