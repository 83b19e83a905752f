import type { FieldKind } from '../fields/declaration.ts'
import type { CustomOption } from './declaration.ts'
import type Definition from './definition.ts'

/** A definition as the page and the API see it. */
export interface CustomFieldView {
  id: string
  /** Table of the records. */
  record: string
  key: string
  label: string
  help: string | null
  kind: FieldKind
  options: CustomOption[]
  required: boolean
  min: number | null
  max: number | null
  mask: string | null
  example: string | null
  position: number
  showInList: boolean
  filterable: boolean
  print: boolean
  personal: boolean
  archived: boolean
  version: number
}

export function customFieldView(definition: Definition): CustomFieldView {
  const { id, key, label, help, kind, options, required, min, max, mask, example } = definition
  const { position, showInList, filterable, print, personal, version } = definition
  return {
    id,
    record: definition.tableName,
    key,
    label,
    help: help ?? null,
    kind,
    options,
    required,
    min: min ?? null,
    max: max ?? null,
    mask: mask ?? null,
    example: example ?? null,
    position,
    showInList,
    filterable,
    print,
    personal,
    archived: Boolean(definition.archivedAt),
    version,
  }
}
