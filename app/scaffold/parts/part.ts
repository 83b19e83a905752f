import type { Changes } from '../changes.ts'
import type { ManifestEditor } from '../manifest_editor.ts'
import type { AuthoredModule } from '../module_folder.ts'
import type { NameForms } from '../names.ts'
import type { Tokens } from '../stub.ts'

/** One option of a part: `--permission=feedback.answer.view`. */
export interface PartOption {
  name: string
  description: string
  required?: boolean
}

/** Values of the options that were given. */
export type PartOptions = Readonly<Record<string, string | undefined>>

/** Where a part is added, and what it is called. */
export interface PartTarget {
  root: string
  module: AuthoredModule
  name: NameForms
  /** The name as it was typed, with its dots. */
  typed: string
  options: PartOptions
  changes: Changes
  /** Placeholders of module and name. */
  tokens: Tokens
  /** Path of a file of the module, relative to the root. */
  path(file: string): string
  /** Creates a file of the module from a stub of `stubs/part`. */
  stub(file: string, stub: string, tokens?: Tokens): Promise<void>
  /** Adds entries to module.ts. */
  manifest(edit: (editor: ManifestEditor) => void): Promise<void>
  /** Changes another file of the module by its syntax tree. */
  edit(
    file: string,
    change: (typescript: typeof import('typescript'), text: string, path: string) => string,
    first?: string
  ): Promise<void>
}

/** Something that `make:module:<id>` adds to a module: files, and their entry in module.ts. */
export interface Part {
  /** Behind `make:module:`. */
  id: string
  description: string
  /** What the name is, with an example. */
  nameHelp: string
  options: PartOption[]
  /**
   * Works out the files.
   * @returns what is left for the author to do, sentence by sentence
   * @throws PartNeedsError, AlreadyDeclaredError, CannotEditError
   */
  make(target: PartTarget): Promise<string[]>
}

/** Options that several parts have. */
export const PERMISSION: PartOption = {
  name: 'permission',
  description: 'Permission of the module that is asked for; the first one that reads if left out',
}
export const TABLE: PartOption = {
  name: 'table',
  description: 'Table of the module that is read; the first one if left out',
}
