import type { CustomField, CustomValues, FieldDeclaration } from '@karkhana/kernel/pages'
import { formatDate } from '../format/dates.ts'
import { formatDecimal, formatMoney } from '../format/money.ts'
import { formatPhone } from '../format/identifiers.ts'
import type { KColumn } from '../types.ts'

/** Values that a form begins with: those of the record, empty ones for a new one. */
export function startCustom(fields: readonly CustomField[], values?: CustomValues): CustomValues {
  return Object.fromEntries(
    fields.map(({ key, kind }) => [key, values?.[key] ?? (kind === 'switch' ? false : null)])
  )
}

/** A value in words; `null` when the field is empty. */
export function fieldText(field: FieldDeclaration, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (field.kind === 'money') return formatMoney(Number(value))
  if (field.kind === 'date') return formatDate(String(value))
  if (field.kind === 'integer' || field.kind === 'number') return formatDecimal(String(value))
  if (field.kind === 'phone') return formatPhone(String(value))
  return String(value)
}

/** The same of a custom field: a choice by its label, also one that is offered no longer. */
export function customText(field: CustomField, value: unknown): string | null {
  const options = [...(field.options ?? []), ...field.archivedOptions]
  const chosen = field.kind === 'choice' && options.find((option) => option.value === value)
  return chosen ? chosen.label : fieldText(field, value)
}

const COLUMN_KINDS: Partial<Record<CustomField['kind'], KColumn['kind']>> = {
  money: 'money',
  integer: 'number',
  number: 'number',
  date: 'date',
}

/** Columns of a list for fields of the organisation's own; a slot `custom.<key>` may draw one. */
export function customColumns<Row extends object>(fields: readonly CustomField[]): KColumn<Row>[] {
  return fields.map((field) => {
    const kind = COLUMN_KINDS[field.kind]
    const valueOf = (row: Row) => (row as { custom?: CustomValues }).custom?.[field.key] ?? null
    return {
      key: `custom.${field.key}`,
      label: field.label,
      kind,
      value: (row) => (kind ? valueOf(row) : customText(field, valueOf(row))),
    }
  })
}
