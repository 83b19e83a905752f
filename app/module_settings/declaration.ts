import type { FieldDeclaration } from '../fields/declaration.ts'

/** A value that somebody chooses for a module. The kernel draws its page, checks, stores and audits it. */
export interface SettingDeclaration extends FieldDeclaration {
  /** Whose choice it is: the organisation's, each person's, or the administrator's of the whole deployment. */
  scope: SettingScope
  /** What holds as long as nobody chooses; of the kind of the field, `null` for none. */
  default: string | number | boolean | null
}

export type SettingScope = 'organisation' | 'user' | 'deployment'

/** The settings of a module. Secrets are not settings: they stand under `secrets` and never come back to a page. */
export interface SettingsDeclaration<
  Fields extends readonly SettingDeclaration[] = readonly SettingDeclaration[],
> {
  /** Permission to see the organisation's values; people may always see and choose their own. */
  view: string
  /** Permission to change them. */
  change: string
  fields: Fields
}

/**
 * Declares the settings of a module, so that `settingsOf(scope, SETTINGS)` knows the type of each value. The same
 * object stands in the manifest under `settings`.
 */
export function defineSettings<const Fields extends readonly SettingDeclaration[]>(
  settings: SettingsDeclaration<Fields>
): SettingsDeclaration<Fields> {
  return settings
}

/** A value is never empty when the field is required and has a default to begin with. */
type Nullable<Field> = Field extends { required: true; default: string | number | boolean }
  ? never
  : null

type ValueOf<Field> = Field extends { kind: 'switch' }
  ? boolean
  : Field extends { kind: 'integer' | 'money' }
    ? number | Nullable<Field>
    : Field extends { kind: 'choice'; options: readonly { value: infer Value }[] }
      ? Value | Nullable<Field>
      : string | Nullable<Field>

/** The values of declared settings, by key. Money is integer paise, `number` a decimal string. */
export type SettingsValues<Settings extends SettingsDeclaration> = {
  readonly [Field in Settings['fields'][number] as Field['key']]: ValueOf<Field>
}
