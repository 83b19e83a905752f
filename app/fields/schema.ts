import vine from '@vinejs/vine'
import { fieldMessages } from '../http/messages.ts'
import type { FieldDeclaration, FieldValue, FieldValues } from './declaration.ts'
import { readField } from './read_field.ts'

/** `partial`: what is not given is left out, as a PATCH wants it. */
export interface FieldSchemaOptions {
  partial?: boolean
}

/**
 * The validator of values for these fields: `fieldSchema(fields).validate(input)`. Every field stands in what it
 * returns, empty ones as `null` (a switch as `false`); what no field names is left out.
 */
export function fieldSchema(fields: readonly FieldDeclaration[], options: FieldSchemaOptions = {}) {
  const validator = vine.create(fieldProperties(fields, options))
  validator.messagesProvider = fieldMessages
  return validator as unknown as { validate(input: unknown): Promise<FieldValues> }
}

/** The same as properties of a larger schema: `vine.object({ values: vine.object(fieldProperties(fields)) })`. */
export function fieldProperties(
  fields: readonly FieldDeclaration[],
  { partial = false }: FieldSchemaOptions = {}
) {
  return Object.fromEntries(fields.map((field) => [field.key, property(field, partial)]))
}

/** The values that hold as long as nobody chooses others: `default` of each field, else empty. */
export function defaultsOf(
  fields: readonly (FieldDeclaration & { default?: FieldValue })[]
): FieldValues {
  return Object.fromEntries(
    fields.map((field) => [field.key, field.default ?? (field.kind === 'switch' ? false : null)])
  )
}

function property(field: FieldDeclaration, partial: boolean) {
  const given = (value: unknown) =>
    value === undefined && partial ? undefined : emptied(field, value)
  return vine.any().parse(given).use(readRule(field)).nullable().optional()
}

/** What an empty input sends is an empty field; a switch is off then. */
function emptied({ kind }: FieldDeclaration, value: unknown): unknown {
  const empty =
    value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  if (!empty) return value
  return kind === 'switch' ? false : null
}

function readRule(field: FieldDeclaration) {
  const rule = vine.createRule(
    (value, _options, at) => {
      if (value === undefined) return
      if (value === null) {
        if (field.required) at.report('This is missing. Please fill it in.', 'required', at)
        return
      }
      const reading = readField(field, value)
      if ('value' in reading) at.mutate(reading.value, at)
      else at.report(reading.problem, `field.${field.kind}`, at)
    },
    { implicit: true }
  )
  return rule()
}
