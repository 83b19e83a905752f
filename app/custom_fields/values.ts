import vine, { errors } from '@vinejs/vine'
import type { FieldDeclaration, FieldValue } from '../fields/declaration.ts'
import { fieldProperties } from '../fields/schema.ts'
import { fieldMessages } from '../http/messages.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { CustomField, CustomValues } from './declaration.ts'
import { definitionsOf, fieldsIn } from './definitions.ts'
import { customRecord } from './records.ts'

/**
 * What a request may send for custom fields, for the validator of a record: `custom: customInput()`. Whether the keys
 * are fields and the values fit is told by {@link withCustom}.
 */
export function customInput() {
  return vine
    .record(vine.any().nullable().optional())
    .parse((value) => (value === undefined ? {} : value))
}

/**
 * The custom values of a record after a change:
 * `job.custom = await withCustom(scope, TABLE, input.custom, job.custom)`.
 * What is not sent stays, `null` empties. A new record (without `stored`) must have the required fields; left out
 * altogether (`undefined`) nothing is asked, for records that another module or a job makes. A value that is sent back
 * unchanged is not judged again, so that older records can be saved after a rule has changed.
 *
 * @throws a validation error naming `custom.<key>` for unknown fields, wrong types and what is missing
 */
export async function withCustom(
  scope: Scope,
  table: string,
  sent: Record<string, unknown> | undefined,
  stored?: Record<string, unknown> | null
): Promise<CustomValues> {
  const present = (stored ?? {}) as CustomValues
  if (sent === undefined) return present
  return scope.work(async (unit) => {
    const fields = await fieldsIn(unit, table)
    await refuseUnknown(unit, table, fields, Object.keys(sent))
    const creating = !stored
    if (fields.length === 0) return present
    const judged = Object.fromEntries(
      Object.entries(sent).filter(([key, value]) => !isPresent(present, key, value))
    )
    const validator = await validatorOf(unit, table, fields, !creating)
    const read = await validator.validate({ custom: judged })
    return merged(present, read.custom)
  })
}

/**
 * The custom values of a record as programs and pages get them: every field of the table, empty ones as `null`.
 * Values of archived fields stay in the record and are not among them.
 */
export async function customOf(
  scope: Scope,
  table: string,
  stored: Record<string, unknown> | null
): Promise<CustomValues> {
  return scope.read(async (unit) => valuesOf(await fieldsIn(unit, table), stored))
}

/** @internal The values of these fields among stored ones. */
export function valuesOf(
  fields: readonly FieldDeclaration[],
  stored: Record<string, unknown> | null
): CustomValues {
  const own = (stored ?? {}) as CustomValues
  return Object.fromEntries(
    fields.map(({ key }) => [key, Object.hasOwn(own, key) ? own[key] : null])
  )
}

function isPresent(stored: CustomValues, key: string, value: unknown) {
  return value !== null && Object.hasOwn(stored, key) && stored[key] === value
}

function merged(stored: CustomValues, changes: CustomValues): CustomValues {
  const values = { ...stored }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete values[key]
    else values[key] = value
  }
  return values
}

async function refuseUnknown(unit: Unit, table: string, fields: CustomField[], keys: string[]) {
  const unknown = keys.filter((key) => !fields.some((field) => field.key === key))
  if (unknown.length === 0) return
  const archived = (await definitionsOf(unit, table)).filter(({ archivedAt }) => archivedAt)
  const noun = (await customRecord(table))?.rule.noun ?? 'record'
  const known = fields.map(({ key }) => key).join(', ')
  const hint = known ? `Its fields are ${known}.` : 'It has none; add them in the settings.'
  const problem = (key: string) =>
    archived.some((field) => field.key === key)
      ? 'This field is archived. Restore it in the settings to use it again.'
      : `This is no custom field of a ${noun}. ${hint}`
  throw new errors.E_VALIDATION_ERROR(
    unknown.slice(0, 20).map((key) => ({
      field: `custom.${key.slice(0, 60)}`,
      message: problem(key),
      rule: 'custom.unknown',
    }))
  )
}

interface CustomValidator {
  validate(input: unknown): Promise<{ custom: Record<string, FieldValue> }>
}
const validators = new WeakMap<object, Map<boolean, CustomValidator>>()

/** Compiled once for definitions that were read, for imports of many rows. */
async function validatorOf(unit: Unit, table: string, fields: CustomField[], partial: boolean) {
  const definitions = await definitionsOf(unit, table)
  let compiled = validators.get(definitions)
  if (!compiled) validators.set(definitions, (compiled = new Map()))
  let validator = compiled.get(partial)
  if (!validator) {
    const schema = vine.create({ custom: vine.object(fieldProperties(fields, { partial })) })
    schema.messagesProvider = fieldMessages
    compiled.set(partial, (validator = schema as unknown as CustomValidator))
  }
  return validator
}
