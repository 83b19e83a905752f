/**
 * A field that the kernel draws, checks and stores for a module: a setting, a parameter of a report, a column of an
 * import, a custom field. Pure data; `fieldSchema` checks values by it and `KFieldInput` draws it.
 */
export interface FieldDeclaration {
  /** Lower-case letters, digits and underscores; unique among its neighbours. */
  key: string
  label: string
  /** What it is for, one sentence under the input. */
  help?: string
  kind: FieldKind
  required?: boolean
  /** Of `choice`: what may be chosen. */
  options?: readonly { value: string; label: string }[]
  /** Least and greatest value of numbers and money (paise); lengths of texts. */
  min?: number
  max?: number
  /** Regular expression that the whole text matches; `example` is told when it does not. */
  pattern?: string
  example?: string
}

/**
 * What stands in a field: `money` is integer paise, `integer` a whole number, `number` a decimal string as quantities
 * and rates are, `date` a business date `YYYY-MM-DD`, `phone` E.164, `switch` true or false, `choice` the value of an
 * option, the rest text.
 */
export type FieldKind =
  | 'text'
  | 'multiline'
  | 'integer'
  | 'number'
  | 'money'
  | 'date'
  | 'switch'
  | 'choice'
  | 'email'
  | 'phone'
  | 'url'

/** The value of a field as it is stored and handed over; `null` is an empty one. */
export type FieldValue = string | number | boolean | null

/** Field key to its value. */
export type FieldValues = Record<string, FieldValue>
