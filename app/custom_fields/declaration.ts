import type { FieldDeclaration, FieldValue } from '../fields/declaration.ts'

/** One thing that may be chosen. Archived ones are offered no longer; records that have them keep them. */
export interface CustomOption {
  value: string
  label: string
  archived?: boolean
}

/** A field that the organisation added to its records, as forms, lists, files and prints use it. */
export interface CustomField extends FieldDeclaration {
  /** A column of lists. */
  showInList: boolean
  /** Lists can be narrowed by it, and their search looks into it. */
  filterable: boolean
  /** Stands on printed documents. */
  print: boolean
  /** Holds data about a person; erased with them. */
  personal: boolean
  /** Of `choice`: what is offered no longer, for records that still have it. */
  archivedOptions: readonly { value: string; label: string }[]
}

/** Values of a record by the key of the field; `null` is an empty one. */
export type CustomValues = Record<string, FieldValue>
