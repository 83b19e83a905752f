import type { FieldDeclaration } from '@karkhana/kernel/pages'
import type { Texts } from '@karkhana/ui'

/** A kind of record that fields can be added to. */
export interface RecordKind {
  table: string
  moduleName: string
  /** `vehicle` */
  noun: string
  /** `Vehicles` */
  label: string
  /** Its module is archived: nothing can be changed. */
  archived: boolean
}

export interface CustomOption {
  /** `null` until it is saved. */
  value: string | null
  label: string
  archived?: boolean
}

/** A field as it is defined. */
export interface CustomFieldRecord {
  id: string
  record: string
  key: string
  label: string
  help: string | null
  kind: FieldDeclaration['kind']
  options: CustomOption[]
  required: boolean
  min: number | null
  max: number | null
  mask: string | null
  example: string | null
  showInList: boolean
  filterable: boolean
  print: boolean
  personal: boolean
  archived: boolean
  version: number
}

/** The same in the list, with the number of records that have a value. */
export interface ListedField extends CustomFieldRecord {
  kindLabel: string
  filled: number
}

/** Where and how a field is used, in the words of chips. */
export function traitsOf(field: CustomFieldRecord, text: Texts): string[] {
  return [
    field.required && text('settings.fields.trait.required'),
    field.showInList && text('settings.fields.trait.lists'),
    field.filterable && text('settings.fields.trait.filter'),
    field.print && text('settings.fields.trait.printed'),
    field.personal && text('settings.fields.trait.personal'),
  ].filter((trait): trait is string => Boolean(trait))
}

/** `1 vehicle`, `12 vehicles` */
export function countOf({ noun }: Pick<RecordKind, 'noun'>, count: number, text: Texts): string {
  return text('settings.fields.count', { count, noun })
}
