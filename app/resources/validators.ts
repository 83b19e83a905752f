import vine from '@vinejs/vine'
import { customInput } from '../custom_fields/values.ts'
import { fieldProperties } from '../fields/schema.ts'
import type { Describable } from '../http/route_docs.ts'
import type { ResourceDeclaration, ResourceField, ResourceValueField } from './declaration.ts'
import type { ResourceValues } from './hooks.ts'

/** What a request sends: values by the keys of the fields, the version it changes, own fields of the organisation. */
export interface ResourceInput {
  values: Partial<ResourceValues>
  /** Of a change: the version that the reader saw. */
  version?: number
  custom?: Record<string, unknown>
}

type Validator = ReturnType<typeof makeValidator>

const made = new WeakMap<ResourceDeclaration, { new: Validator; change: Validator }>()

/**
 * Validates what is sent for a new record, or for a change of one: there what is left out stays as it is, and `null`
 * empties a field that may be empty.
 */
export function validatorOf(resource: ResourceDeclaration, what: 'new' | 'change'): Validator {
  const known = made.get(resource)
  if (known) return known[what]
  const both = { new: makeValidator(resource, false), change: makeValidator(resource, true) }
  made.set(resource, both)
  return both[what]
}

/** Parts what was validated. */
export function inputOf(
  { fields }: ResourceDeclaration,
  validated: Record<string, unknown>
): ResourceInput {
  const sent = fields.filter(({ key }) => validated[key] !== undefined)
  return {
    values: Object.fromEntries(sent.map(({ key }) => [key, validated[key]])) as ResourceValues,
    version: validated.version as number | undefined,
    custom: validated.custom as Record<string, unknown> | undefined,
  }
}

export const lookupValidator = vine.create({
  q: vine.string().trim().maxLength(100).nullable().optional(),
})

/** The values of fields that are no records. */
export function isValue(field: ResourceField): field is ResourceValueField {
  return field.kind !== 'record'
}

function makeValidator({ fields, customFields }: ResourceDeclaration, change: boolean) {
  return vine.create({
    ...fieldProperties(fields.filter(isValue), { partial: change }),
    ...Object.fromEntries(
      fields
        .filter((field) => !isValue(field))
        .map(({ key, required }) => [key, recordProperty(required ?? false, change)])
    ),
    ...(customFields && { custom: customInput() }),
    ...(change && { version: vine.number().withoutDecimals().min(1) }),
  })
}

function recordProperty(required: boolean, change: boolean) {
  const id = vine.string().uuid()
  if (!required) {
    return id
      .parse((value) => (value === '' ? null : value))
      .nullable()
      .optional()
  }
  return change ? id.optional() : id
}

/** The same for programs, by kinds that JSON Schema has. */
export function describedInput(
  { fields, customFields }: ResourceDeclaration,
  what: 'new' | 'change'
): Describable {
  const change = what === 'change'
  const required = change
    ? ['version']
    : fields.filter((field) => field.required && field.kind !== 'switch').map(({ key }) => key)
  return {
    toJSONSchema: () => ({
      type: 'object',
      properties: {
        ...Object.fromEntries(fields.map((field) => [field.key, schemaOf(field)])),
        ...(customFields && { custom: { type: 'object' } }),
        ...(change && { version: { type: 'integer', minimum: 1 } }),
      },
      required,
    }),
  }
}

/** What a field accepts. */
export function schemaOf(field: ResourceField): object {
  const { label, help, required = false } = field
  const description = help ? `${label}. ${help}` : label
  const type = (name: string) => (required ? name : [name, 'null'])
  if (!isValue(field)) return { type: type('string'), format: 'uuid', description }
  const { kind, min, max, pattern, options = [] } = field
  if (kind === 'switch') return { type: 'boolean', description }
  if (kind === 'money' || kind === 'integer') {
    const unit = kind === 'money' ? `${description}, in paise` : description
    return { type: type('integer'), description: unit, minimum: min, maximum: max }
  }
  if (kind === 'choice') {
    const values = options.map(({ value }) => value)
    return { type: type('string'), description, enum: required ? values : [...values, null] }
  }
  if (kind === 'number') return { type: type('string'), description, format: 'decimal' }
  const format = { date: 'date', email: 'email', url: 'uri' }[kind as string]
  return { type: type('string'), description, format, pattern, minLength: min, maxLength: max }
}
