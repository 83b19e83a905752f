import type { PrintedFact } from '../documents/print_types.ts'
import { fieldText } from '../fields/text.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { CustomField } from './declaration.ts'
import { customFieldsOf } from './definitions.ts'

/** A value in words; a choice that is offered no longer keeps its label. `null` when the field is empty. */
export function customText(field: CustomField, value: unknown): string | null {
  const options = [...(field.options ?? []), ...field.archivedOptions]
  return fieldText(field.kind === 'choice' ? { ...field, options } : field, value)
}

/**
 * What a printed document says of a record's custom fields: those that are printed and filled in, in their order. The
 * template lays them out with `documents::components/custom_fields`.
 */
export async function printedCustomFields(
  scope: Scope,
  table: string,
  stored: Record<string, unknown> | null
): Promise<PrintedFact[]> {
  const fields = await customFieldsOf(scope, table)
  return fields.flatMap((field) => {
    const value = field.print ? customText(field, stored?.[field.key]) : null
    return value === null ? [] : [{ label: field.label, value }]
  })
}
