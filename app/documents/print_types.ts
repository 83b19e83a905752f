import type { Paise } from '../money/index.ts'

/**
 * What the components under `components/` are given. A module's `load()` builds these from its
 * records; the components only lay out.
 */

/** A registration number with the name its law gives it: `{ label: 'GSTIN', value: '27…' }`. */
export interface PrintedTaxId {
  label: string
  value: string
}

/** Who issues the document (component `letterhead`). */
export interface PrintedOrganisation {
  /** The branch that issues it: its letterhead is laid under the paper. */
  branchId?: string
  name: string
  /** Printed under the name when it differs. */
  legalName?: string
  address: string[]
  taxIds?: PrintedTaxId[]
  phone?: string
  email?: string
  /** `data:image/…` URI; other addresses stay empty. */
  logo?: string
}

/** One column of component `parties`. */
export interface PrintedParty {
  /** `Bill to`, `Ship to`, `Vehicle`. */
  heading: string
  name: string
  lines: string[]
  taxIds?: PrintedTaxId[]
}

/** One label with its value, in component `facts`. */
export interface PrintedFact {
  label: string
  value: string
  /** Set in the typeface of numbers and codes. */
  code?: boolean
}

/** One column of component `lines`; `key` names the member of the rows. */
export interface PrintedColumn {
  key: string
  label: string
  /**
   * `amount` is integer paise, `number` is printed as given; both are right-aligned. `index` counts
   * the rows and is left out on a receipt.
   */
  kind?: 'text' | 'index' | 'code' | 'number' | 'amount'
  /** CSS width on A4, `18mm`; one column without width takes the rest. */
  width?: string
}

/** One row of component `lines`. A member `<key>Note` is printed small under its cell. */
export type PrintedRow = Record<string, string | number | null | undefined>

/** One row of component `totals`, in integer paise. */
export interface PrintedTotal {
  label: string
  amount: Paise
  /** The amount everybody looks for; printed large, in rupees. */
  grand?: boolean
}
