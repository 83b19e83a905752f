import type { FieldDeclaration, FieldValue } from '@karkhana/kernel/pages'

/** How a chip, tile or message feels; always beside words. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

/** How a value is drawn in lists and descriptions. */
export type ValueKind =
  'text' | 'money' | 'number' | 'date' | 'datetime' | 'status' | 'code' | 'person'

/** What a `status` value looks like; `value` of the row may also be such an object. */
export interface StatusLook {
  label: string
  tone?: Tone
  icon?: string
}

/** One declared column of KList. */
export interface KColumn<Row = Record<string, unknown>> {
  /** Property of the row, and the name of the slot that may draw the cell. */
  key: string
  label: string
  kind?: ValueKind
  /** Money and numbers stand right on their own. */
  align?: 'left' | 'right'
  /** Heading of the card on a phone; the first column when none says so. */
  primary?: boolean
  hideOnPhone?: boolean
  /** Left out until the reader chooses it. */
  hidden?: boolean
  /** Reads the value where it is not simply `row[key]`. */
  value?: (row: Row) => unknown
  /** Status values to chips: `{ open: { label: 'Open', tone: 'info' } }`. */
  statuses?: Record<string, StatusLook>
  /** Links this cell elsewhere than the row. */
  href?: (row: Row) => string | null
  /** Tailwind width of the column: `w-40`. */
  width?: string
}

/** How a cell of a list is changed in place. */
export interface KListCell {
  field: FieldDeclaration
  value: FieldValue
  saving: boolean
  /** What the row is called. */
  row: string
  change: (value: FieldValue) => void
}

/** One pair of KDescription. */
export interface DescriptionItem {
  key: string
  label: string
  value?: string | number | null
  kind?: Exclude<ValueKind, 'status' | 'number'>
  href?: string
}

/** One entry of KActions, in falling order of use. */
export interface KAction {
  label: string
  icon?: string
  tone?: 'primary' | 'default' | 'danger'
  href?: string
  external?: boolean
  onSelect?: () => void
  loading?: boolean
  /** Given: the action is off, and this is why. */
  disabledReason?: string
  /** It only shows, copies or prints: readers who only look may do it, too. */
  reads?: boolean
  /** Leave out when false; saves a filter at every call. */
  when?: boolean
}

/** One choice of KSelect. */
export interface SelectOption {
  value: string
  label: string
  disabled?: boolean
}

/** What KAddress fills in; a form has more. */
export interface AddressValues {
  addressLine1: string | null
  addressLine2?: string | null
  city: string | null
  postalCode: string | null
  /** Two digits of the GST state list. */
  stateCode?: string | null
}

/** How KPicker makes what is not there yet. */
export interface PickerCreate {
  label: string
  /** Page with the whole form, for readers and modules without a small one. */
  href: string
  /** Slot that the module of the record fills with its small form: `contacts.contact.pick`. */
  slot?: string
  /** What the new record has to have: the customer of a vehicle. */
  values?: Record<string, string | null>
}

/** What a small form gets that is opened by a picker; the props of such a slot. */
export interface PickerForm {
  /** What was typed when nothing fitted; empty text otherwise. */
  typed: string
  /** `values` of the picker. */
  given: Record<string, string | null>
  /** Picks the new record and closes the dialog. */
  done: (option: LookupPick) => void
}

/** One declared column of KLines. */
export interface LineColumn<Line = Record<string, unknown>> {
  key: string
  label: string
  kind: 'text' | 'quantity' | 'price' | 'percent' | 'select' | 'item' | 'money'
  /** Choices of a `select`. */
  options?: SelectOption[]
  /** Route of an `item` picker; `null` is typed text only. */
  lookup?: string
  /** Called with the picked item to fill the other cells of the line. */
  pick?: (line: Line, option: LookupPick) => void
  /** Value of a `money` column, integer paise, computed from the line. */
  compute?: (line: Line) => number | null
  width?: string
  /** Share of the second row where lines are stacked; 1 unless said otherwise. */
  share?: number
  placeholder?: string
  required?: boolean
}

/** The option that an `item` cell picked. */
export interface LookupPick {
  id: string
  label: string
  hint?: string
  [extra: string]: unknown
}

/** One row of KTotals. */
export interface TotalRow {
  label: string
  paise: number | null
  /** The last line that counts. */
  strong?: boolean
}
