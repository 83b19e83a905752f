import type { PrintChoice } from '@karkhana/kernel/documents'
import type { BusinessDate } from '@karkhana/kernel/dates'

/** One line as a form, a program or a job card gives it. Decimal strings throughout. */
export interface DraftLine {
  /** Told by the code when left out: a SAC begins with 99. */
  kind?: 'part' | 'service' | null
  itemId?: string | null
  description: string
  /** HSN or SAC, 4, 6 or 8 digits. */
  hsn: string
  quantity: string
  unit?: string | null
  /** Rupees; with or without GST as `priceMode` says. */
  unitPrice: string
  discountPercent?: string | null
  treatment?: 'taxable' | 'nil' | 'exempt' | 'nongst' | null
  /** Percent; empty takes the rate by law on the date. */
  gstRate?: string | null
}

/** A draft as it is saved. */
export interface DraftInput {
  contactId: string
  vehicleId?: string | null
  jobId?: string | null
  date: BusinessDate
  /** State code, when it is not to be derived. */
  placeOfSupply?: string | null
  priceMode?: 'exclusive' | 'inclusive' | null
  terms?: string | null
  notes?: string | null
  lines: DraftLine[]
  /** Fields of the organisation's own. */
  custom?: Record<string, unknown>
  version?: number
}

/** A draft under way, for the preview: nothing but prices needs to be there. */
export type PreviewInput = Omit<DraftInput, 'contactId' | 'lines'> & {
  /** The draft that is changed, for its branch; `null` while it is not saved. */
  id?: string | null
  contactId?: string | null
  /** Draw the paper as well, and how. */
  paper?: Pick<PrintChoice, 'language' | 'format'> | null
  lines: (Omit<DraftLine, 'description'> & { description?: string | null })[]
}
