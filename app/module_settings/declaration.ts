import type { FieldDeclaration } from '../fields.ts'

/** A value that somebody chooses for a module. The kernel draws its page, checks, stores and audits it. */
export interface SettingDeclaration extends FieldDeclaration {
  /** Whose choice it is: the organisation's, each person's, or the administrator's of the whole deployment. */
  scope: 'organisation' | 'user' | 'deployment'
  /** What holds as long as nobody chooses; of the kind of the field, `null` for none. */
  default: string | number | boolean | null
}

/** The settings of a module. Secrets are not settings: they stand under `secrets` and never come back to a page. */
export interface SettingsDeclaration {
  /** Permission to see the organisation's values; people may always see and choose their own. */
  view: string
  /** Permission to change them. */
  change: string
  fields: SettingDeclaration[]
}
