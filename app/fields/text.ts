import { formatDate, isBusinessDate } from '../dates/index.ts'
import { asPaise, formatRupees } from '../money/index.ts'
import type { FieldDeclaration } from './declaration.ts'

/**
 * A value of a field in words: rupees, DD-MM-YYYY, the label of a choice, Yes and No; `null` when it is empty. What
 * does not fit the field any more stands as it is.
 */
export function fieldText(field: FieldDeclaration, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (field.kind === 'money' && Number.isSafeInteger(value)) {
    return formatRupees(asPaise(value as number))
  }
  if (field.kind === 'date' && isBusinessDate(value)) return formatDate(value)
  if (field.kind === 'choice') {
    return field.options?.find((option) => option.value === value)?.label ?? String(value)
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
