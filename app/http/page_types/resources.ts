import type { FieldDeclaration } from '../../fields/declaration.ts'
import type { ListColumn } from './lists.ts'

/** A field of a resource, in the words of the reader. */
export type ResourceFieldView =
  | (FieldDeclaration & {
      /** Chips of a choice or a switch. */
      statuses?: ListColumn['statuses']
    })
  | {
      key: string
      kind: 'record'
      label: string
      help?: string
      required?: boolean
      /** Property of the record with the name of the other one. */
      nameKey: string
      lookup: string
      /** Page of the other record, with `:id`; `null` when the reader may not open it. */
      href: string | null
      create?: { label: string; href: string; slot?: string }
    }

/** A kind of record that a module declares by `defineResource`, in the words of the reader. */
export interface ResourceView {
  /** `courtesy.cars` */
  id: string
  table: string
  /** Address of the list; records stand below it. */
  path: string
  label: string
  noun: string
  about: string
  icon: string
  /** «New courtesy car» */
  newLabel: string
  /** Field that names a record; with `numbered` its number does. */
  title: string
  numbered: boolean
  /** Fields that tell a record from its neighbours, below its name. */
  subtitle: string[]
  /** What a search looks into, in words. */
  searched: string[]
  fields: ResourceFieldView[]
  columns: ListColumn[]
  permissions: Record<'create' | 'update' | 'archive', string>
}
