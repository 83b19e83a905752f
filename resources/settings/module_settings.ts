import type { FieldDeclaration, FieldValue, FieldValues } from '@karkhana/kernel/pages'

/** Settings of a module as the server sends them. */
export interface ModuleSettings {
  module: { id: string; name: string; description: string }
  fields: (FieldDeclaration & { default: FieldValue })[]
  values: FieldValues
  version: number
  /** Why they cannot be changed, if so. */
  locked: string | null
}
