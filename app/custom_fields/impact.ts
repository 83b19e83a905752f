import { readField } from '../fields/read_field.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { RuleError } from '../errors.ts'
import type Definition from './definition.ts'
import { asField } from './definitions.ts'
import { CustomFieldKindError, CustomOptionUsedError } from './errors.ts'
import { kindsAfter } from './kinds.ts'
import type { RecordKind } from './records.ts'

/** How much of a field is in the records. */
export interface FieldUsage {
  records: number
  /** Records with a value. */
  filled: number
  /** Of a choice: option to the number of records that have it. */
  options: Record<string, number>
}

/** What a change would mean for the records that are there. */
export interface FieldImpact {
  /** Why it cannot be made. */
  refused: { field: string; message: string; next: string }[]
  /** What is worth knowing before it is made. */
  notices: string[]
}

/** Identifiers come from the manifests of installed modules, never from a request. */
export async function usageOf(
  unit: Unit,
  { table }: RecordKind,
  { key, kind }: Pick<Definition, 'key' | 'kind'>
): Promise<FieldUsage> {
  const [counts] = await unit.rows<{ records: number; filled: number }>(
    `select count(*)::int as records, count(*) filter (where jsonb_exists(custom, ?))::int as filled
       from ${table}`,
    [key]
  )
  const used =
    kind === 'choice'
      ? await unit.rows<{ value: string; count: number }>(
          `select custom ->> ? as value, count(*)::int as count from ${table}
            where jsonb_exists(custom, ?) group by 1`,
          [key, key]
        )
      : []
  return { ...counts, options: Object.fromEntries(used.map(({ value, count }) => [value, count])) }
}

/** Records with a value, by the key of the field. */
export async function filledOf(unit: Unit, { table }: RecordKind): Promise<Map<string, number>> {
  const rows = await unit.rows<{ key: string; count: number }>(
    `select k as key, count(*)::int as count from ${table}, jsonb_object_keys(custom) k group by 1`
  )
  return new Map(rows.map(({ key, count }) => [key, count]))
}

/** Refusals and notices of a change from one definition to another; `usage` was read before it. */
export async function impactOf(
  unit: Unit,
  record: RecordKind,
  change: { before: Definition; after: Definition; usage: FieldUsage }
): Promise<{ refused: RuleError[]; notices: string[] }> {
  const { before, after, usage } = change
  if (!kindsAfter(before.kind, usage.filled).includes(after.kind)) {
    return { refused: [new CustomFieldKindError(have(record, usage.filled))], notices: [] }
  }
  const refused = before.options
    .filter(({ value }) => usage.options[value] > 0)
    .filter(({ value }) => !after.options.some((option) => option.value === value))
    .map(({ value, label }) => new CustomOptionUsedError(have(record, usage.options[value]), label))
  const lacking = usage.records - usage.filled
  const notices = [
    ...(after.required && !before.required && lacking > 0
      ? [`${have(record, lacking)} no value. It is asked for when one of them is next edited.`]
      : []),
    ...after.options
      .filter(({ value, archived }) => archived && usage.options[value] > 0)
      .filter(({ value }) => !before.options.find((each) => each.value === value)?.archived)
      .map(
        ({ value, label }) =>
          `${count(record, usage.options[value])} ${usage.options[value] === 1 ? 'keeps' : 'keep'} "${label}".`
      ),
  ]
  const unfit = await unfitFor(unit, record, change)
  if (unfit > 0) {
    notices.push(
      `${have(record, unfit)} a value that no longer fits. It stays until it is changed.`
    )
  }
  return { refused, notices }
}

/** Records whose value the new limits refuse. Options that are gone are told by themselves. */
async function unfitFor(
  unit: Unit,
  { table }: RecordKind,
  { before, after }: { before: Definition; after: Definition }
): Promise<number> {
  const narrows = (['min', 'max', 'mask', 'kind'] as const).some(
    (name) => before[name] !== after[name]
  )
  if (!narrows || after.kind === 'choice' || after.kind === 'switch') return 0
  const field = asField(after)
  const values = await unit.rows<{ value: unknown; count: number }>(
    `select custom -> ? as value, count(*)::int as count from ${table}
      where jsonb_exists(custom, ?) group by 1`,
    [after.key, after.key]
  )
  return values
    .filter(({ value }) => 'problem' in readField(field, value))
    .reduce((sum, { count: rows }) => sum + rows, 0)
}

const count = ({ noun }: RecordKind, rows: number) =>
  `${rows.toLocaleString('en-IN')} ${noun}${rows === 1 ? '' : 's'}`
const have = (record: RecordKind, rows: number) =>
  `${count(record, rows)} ${rows === 1 ? 'has' : 'have'}`
