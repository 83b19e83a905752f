import type { BusinessDate } from '@karkhana/kernel/dates'
import type { Paise } from '@karkhana/kernel/money'

declare module '@karkhana/kernel/module' {
  interface Contracts {
    'gst.calculator@1': GstCalculator
  }
}

/**
 * GST for the modules that sell: registration numbers, rates by date and document arithmetic.
 * Everything is pure: no database, no clock, no network.
 */
export interface GstCalculator {
  /**
   * Place of supply, taxes per line and totals of one document.
   *
   * @throws GstError with `code`, `field` and `next` when the input breaks a rule
   */
  calculate(document: DocumentInput): CalculatedDocument
  /** The rate of goods or a service on a date; never a guess. */
  rateFor(query: RateQuery): RateResult
  /** Trims, upper-cases and checks a registration number of any kind. */
  parseGstin(value: string): GstinResult
  /** States that new documents may name, in order of their code. */
  states(): GstState[]
  /** Unit quantity codes of the GST portal. */
  uqc(): UnitQuantityCode[]
  /** Holds a document number against Rule 46(b) and the pattern of the invoice registration portal. */
  checkDocumentNumber(no: string): DocumentNumberResult
}

/** INV tax invoice or bill of supply, CRN credit note, DBN debit note, RV receipt voucher. */
export type DocumentType = 'INV' | 'CRN' | 'DBN' | 'RV'

/** Registered buyer, unregistered buyer, special economic zone, buyer abroad, deemed export. */
export type RecipientKind = 'B2B' | 'B2C' | 'SEZ' | 'EXPORT' | 'DEEMED'

/** Taxable at a rate, nil-rated, exempt, or outside GST. */
export type Treatment = 'taxable' | 'nil' | 'exempt' | 'nongst'

/** Section of GSTR-1 a document is reported in; composition suppliers do not file it. */
export type Gstr1Table =
  'b2b' | 'b2cl' | 'b2cs' | 'cdnr' | 'cdnur' | 'exp' | 'at' | 'nil' | 'composition-not-in-gstr1'

/** Supply type of the invoice registration portal. */
export type SupplyType = 'B2B' | 'SEZWP' | 'SEZWOP' | 'EXPWP' | 'EXPWOP' | 'DEXP'

/** Facts about an item that decide its rate before its HSN does. */
export interface RateFlags {
  /** Not `taxable`: no rate is looked up. */
  treatment?: Treatment
  /** A complete vehicle run by electricity alone (Circular 179/11/2022). */
  electricVehicle?: boolean
  /** A charger or charging station for electric vehicles. */
  evCharger?: boolean
  /** The service of charging a vehicle's battery. */
  evCharging?: boolean
}

/** Which rate is asked for: of an HSN or SAC on a day. */
export interface RateQuery {
  /** HSN or SAC, 2 to 8 digits. */
  hsn: string
  date: BusinessDate
  flags?: RateFlags
}

/** The rate on that day, or why it is not known. */
export type RateResult =
  | {
      known: true
      /** Percent, shortest spelling: `'18'`, `'0.25'`. */
      rate: string
      /** The entry of the table that matched; `null` when the treatment decided. */
      hsnPrefix: string | null
      description: string
      /** When the entry does not hold for every item under the prefix: show it to the user. */
      caution: string | null
      /** Notification the rate comes from, or a note on how well it is known. */
      source: string | null
    }
  | { known: false; message: string }

/** A discount in percent. */
export interface DiscountPercent {
  type: 'percent'
  /** 0 to 100 as a decimal string. */
  value: string
}

/** A discount in paise. */
export interface DiscountAmount {
  type: 'amount'
  value: Paise
}

/** Taken off before tax. */
export type Discount = DiscountPercent | DiscountAmount

/** One line of goods or services, before tax. */
export interface LineInput {
  /** Serial number, unique in the document. */
  sl: number
  kind: 'goods' | 'service'
  hsn: string
  /** Decimal string, zero or more, at most six places. */
  qty: string
  /** Rupees as a decimal string, at most six places. */
  unitPrice: string
  /** Percent; `null` looks it up by HSN, flags and document date. */
  gstRate: string | null
  flags?: Omit<RateFlags, 'treatment'>
  discount?: Discount | null
  /** Default `taxable`. */
  treatment?: Treatment
  /** Compensation cess in percent of the taxable value. */
  cessRate?: string | null
  /** Compensation cess in rupees per unit. */
  cessPerUnit?: string | null
}

/** The money of one line of an issued document. */
export interface TaxAmounts {
  taxable: Paise
  cgst: Paise
  sgst: Paise
  igst: Paise
  cess: Paise
}

/** One line of a credit note by quantity: pro rata of the original line. */
export interface CreditLineInput {
  sl: number
  origQty: string
  returnQty: string
  orig: TaxAmounts & { gstRate: string }
  /** Sum of all earlier credit notes for the line. */
  alreadyCredited?: (TaxAmounts & { qty: string }) | null
  /** Treatment of the original line; default `taxable`. */
  treatment?: Treatment
}

/** Makes a credit note by quantity; the document then has no `lines`. */
export interface CreditOf {
  docNo: string
  docDate: BusinessDate
  origTable: Gstr1Table
  lines: CreditLineInput[]
}

/** What the taxes of a document are worked out from. */
export interface DocumentInput {
  docType: DocumentType
  /** Selects rates and limits. */
  docDate: BusinessDate
  supplier: { gstin: string; stateCode: string; scheme: 'regular' | 'composition' }
  recipient: {
    kind: RecipientKind
    /** Needed unless B2C or EXPORT. */
    gstin?: string | null
    /** State of the address recorded on the document (B2C). */
    recordedStateCode?: string | null
  }
  /** State where goods are delivered. */
  deliveryStateCode?: string | null
  /** Explicit place of supply; wins over derivation. */
  placeOfSupply?: string | null
  /** `inclusive`: unit prices contain GST. */
  priceMode: 'exclusive' | 'inclusive'
  roundOff: 'rupee' | 'none'
  /** The recipient pays the tax to the government; it is shown and not added. */
  reverseCharge: boolean
  /** SEZ and EXPORT: with payment of IGST, or under bond or letter of undertaking. */
  payTax: boolean
  /** Before tax; shared out over the lines. */
  invoiceDiscount?: Discount | null
  /** Amounts outside the taxable value, such as fees paid as pure agent (Rule 33). */
  otherCharges?: { description: string; amount: Paise }[]
  lines: LineInput[]
  creditOf?: CreditOf | null
  /** Credit note by value: where the original document was reported. */
  origTable?: Gstr1Table | null
}

/** Why the place of supply is what it is; stored with the document and shown to the user. */
export type PlaceOfSupplyReason =
  | 'explicit'
  | 'export'
  | 'delivery'
  | 'recorded-address'
  | 'supplier-location'
  | 'recipient-registration'

/** One line with its taxable value and taxes. */
export interface CalculatedLine extends TaxAmounts {
  sl: number
  /** Quantity times unit price; `null` on a credit note by quantity, which has no price of its own. */
  gross: Paise | null
  /** Line discount and share of the invoice discount; `null` on a credit note by quantity. */
  discount: Paise | null
  /** Percent, shortest spelling. */
  gstRate: string
  treatment: Treatment
  /** Taxable value and taxes; under reverse charge the taxable value alone. */
  total: Paise
}

/** Sums of a document in paise. */
export interface DocumentTotals extends TaxAmounts {
  /** Value of nil-rated, exempt and non-GST lines, and of all lines of a composition supplier. */
  nonTaxable: Paise
  otherCharges: Paise
  beforeRoundOff: Paise
  /** Signed; posted to an account of its own. */
  roundOff: Paise
  grandTotal: Paise
  /** Under reverse charge the tax the recipient owes, else zero. */
  taxPayableByRecipient: Paise
}

/** A document with its taxes worked out: supply, lines, totals, and what was noticed on the way. */
export interface CalculatedDocument {
  /** State code, 96 abroad. */
  placeOfSupply: string
  placeOfSupplyReason: PlaceOfSupplyReason
  supplyNature: 'intra' | 'inter'
  /** What the `sgst` amounts are called on paper at the place of supply. */
  stateTaxName: 'SGST' | 'UTGST'
  lines: CalculatedLine[]
  totals: DocumentTotals
  gstr1Tables: Gstr1Table[]
  /** `null` when the document is not reported to the invoice registration portal. */
  eInvoiceSupTyp: SupplyType | null
}

/** A state or union territory of the GST list. */
export interface GstState {
  /** Two digits. */
  code: string
  name: string
  /** Union-territory tax takes the place of state tax. */
  unionTerritoryTax: boolean
}

/** A unit as GST returns name it (UQC): `NOS`, `Numbers`. */
export interface UnitQuantityCode {
  code: string
  name: string
}

/** Kind of registration, told by the pattern of the number. */
export type GstinKind = 'regular' | 'government' | 'tds' | 'tcs' | 'uin' | 'non-resident' | 'oidar'

/** What is wrong with a number; `message` says it in words with the next step. */
export type GstinFault =
  | 'empty'
  | 'character'
  | 'length'
  | 'state'
  | 'pan'
  | 'registration-number'
  | 'class'
  | 'check-character'

/** A GSTIN taken apart, or what is wrong with it. */
export type GstinResult =
  | {
      ok: true
      /** Trimmed, upper case. */
      value: string
      kind: GstinKind
      stateCode: string
      /** `null` for kinds whose number is not built on a PAN. */
      pan: string | null
    }
  | { ok: false; fault: GstinFault; message: string }

/** A document number as rule 46(b) of the CGST Rules takes it, or what is wrong with it. */
export type DocumentNumberResult =
  | {
      ok: true
      /** Trimmed, upper case, as the portal stores it. */
      value: string
    }
  | { ok: false; fault: 'empty' | 'length' | 'character' | 'first-character'; message: string }
