import type { ResourceFieldView, ResourceView } from '@karkhana/kernel/pages'

/** A field that points to another record. */
export type RecordFieldView = Extract<ResourceFieldView, { nameKey: string }>

export const isRecordField = (field: ResourceFieldView): field is RecordFieldView =>
  field.kind === 'record'

/** What people call a record: its number, else its title. */
export function recordName(
  { numbered, title }: Pick<ResourceView, 'numbered' | 'title'>,
  record: Record<string, unknown>
): string {
  return String(record[numbered ? 'number' : title] ?? '')
}
