/**
 * A field that the kernel draws, checks and stores for a module: a setting, a parameter of a report, a custom field.
 * Pure data; `app/module_settings` makes the schema and the input from it.
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
  options?: { value: string; label: string }[]
  /** Least and greatest value of numbers and money (paise); lengths of texts. */
  min?: number
  max?: number
  /** Regular expression that the whole text matches; `example` is told when it does not. */
  pattern?: string
  example?: string
}

/**
 * `money` is integer paise, `date` a business date `YYYY-MM-DD`, `number` a decimal number, `integer` a whole one.
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
