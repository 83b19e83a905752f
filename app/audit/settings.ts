import { fieldText } from '../fields/text.ts'
import type { SettingDeclaration } from '../module_settings/declaration.ts'
import type { AuditedChange } from './views.ts'
import { phrase } from './words.ts'

/**
 * Chosen settings in the words of their declarations. What is not chosen has its default, which is told as such; a
 * setting that its module has dropped stands by its name.
 */
export function choicesOf(
  fields: readonly SettingDeclaration[],
  change: [unknown, unknown]
): AuditedChange[] {
  const [before, after] = change.map((value) => (value ?? {}) as Record<string, unknown>)
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => {
      const field = fields.find((each) => each.key === key)
      const said = (chosen: Record<string, unknown>) => textOf(field, chosen, key)
      const label = field?.label ?? phrase(key)
      return { column: key, label, masked: false, before: said(before), after: said(after) }
    })
}

function textOf(
  field: SettingDeclaration | undefined,
  chosen: Record<string, unknown>,
  key: string
): string | null {
  if (!field) return chosen[key] === undefined ? null : String(chosen[key])
  if (key in chosen) return fieldText(field, chosen[key]) ?? 'Empty'
  return `${fieldText(field, field.default) ?? 'Empty'} (default)`
}
