import type { FieldKind } from '../fields/declaration.ts'

/** Kinds of fields in the order they are offered, in words. */
export const KIND_LABELS: Record<FieldKind, string> = {
  text: 'Text',
  multiline: 'Long text',
  integer: 'Whole number',
  number: 'Number with decimals',
  money: 'Amount of money',
  date: 'Date',
  switch: 'Yes or no',
  choice: 'Choice',
  email: 'E-mail address',
  phone: 'Phone number',
  url: 'Web address',
}

export const KINDS = Object.keys(KIND_LABELS) as FieldKind[]

/** Kinds that have a least and a greatest value, or length. */
export const LIMITED: ReadonlySet<FieldKind> = new Set([
  'text',
  'multiline',
  'integer',
  'number',
  'money',
])

/** Kinds whose stored values are values of another kind as they stand. */
const COMPATIBLE: Partial<Record<FieldKind, readonly FieldKind[]>> = {
  text: ['multiline'],
  email: ['text', 'multiline'],
  phone: ['text', 'multiline'],
  url: ['text', 'multiline'],
}

/** Kinds that a field may become; any, while no record has a value. */
export function kindsAfter(kind: FieldKind, filled: number): FieldKind[] {
  if (filled === 0) return KINDS
  return KINDS.filter((each) => each === kind || COMPATIBLE[kind]?.includes(each))
}
