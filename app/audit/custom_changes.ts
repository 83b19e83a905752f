import { asField } from '../custom_fields/definitions.ts'
import type { CustomField } from '../custom_fields/declaration.ts'
import Definition from '../custom_fields/definition.ts'
import { customText } from '../custom_fields/text.ts'
import type { AuditedChange } from './views.ts'
import { phrase } from './words.ts'

/** Custom fields by table and key, archived ones too: what was changed in them stays in the trail. */
export type KnownCustom = ReadonlyMap<string, ReadonlyMap<string, CustomField>>

/** The fields behind the changes of `custom` among rows of the log; one query when there are any. */
export async function customFieldsBehind(
  rows: { table: string; changes: Record<string, unknown> }[]
): Promise<KnownCustom> {
  const tables = [
    ...new Set(rows.filter(({ changes }) => changes.custom).map(({ table }) => table)),
  ]
  if (tables.length === 0) return new Map()
  const definitions = await Definition.query().whereIn('tableName', tables).orderBy('position')
  return new Map(
    [...Map.groupBy(definitions, ({ tableName }) => tableName)].map(([table, own]) => [
      table,
      new Map(own.map((definition) => [definition.key, asField(definition)])),
    ])
  )
}

/** A change of the column `custom`, one for each field, by its label. */
export function customChanges(
  fields: ReadonlyMap<string, CustomField> | undefined,
  change: [unknown, unknown]
): AuditedChange[] {
  const [before, after] = change.map((side) => (side ?? {}) as Record<string, unknown>)
  const keys = [...new Set([...(fields?.keys() ?? []), ...Object.keys({ ...before, ...after })])]
  return keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => {
      const field = fields?.get(key)
      const text = (value: unknown) =>
        field
          ? customText(field, value)
          : value === undefined || value === null
            ? null
            : String(value)
      return {
        column: `custom.${key}`,
        label: field?.label ?? phrase(key),
        masked: false,
        before: text(before[key]),
        after: text(after[key]),
      }
    })
}
