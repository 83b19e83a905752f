import type { JsonSchema } from '../openapi/schemas.ts'
import type { ResourceDeclaration, ResourceField } from './declaration.ts'
import { nameKeyOf } from './names.ts'
import { recordFields } from './references.ts'
import { schemaOf } from './validators.ts'

const name = { type: ['string', 'null'] }

/** What programs get of a record, in lists and by itself. */
export function describedRecord(resource: ResourceDeclaration): JsonSchema {
  const properties: Record<string, JsonSchema> = {
    id: { type: 'string', format: 'uuid' },
    version: { type: 'integer' },
    ...(resource.number && { number: { type: 'string' } }),
    ...Object.fromEntries(resource.fields.map((field) => [field.key, valueSchema(field)])),
    ...Object.fromEntries(recordFields(resource).map(({ key }) => [nameKeyOf(key), name])),
    archived: { type: 'boolean' },
    createdAt: { type: 'string', format: 'date-time' },
  }
  const optional = {
    updatedAt: { type: 'string', format: 'date-time' },
    ...(resource.customFields && { custom: { type: 'object' } }),
  }
  return {
    type: 'object',
    properties: { ...properties, ...optional },
    required: Object.keys(properties).sort(),
  }
}

/** One choice of a picker. */
export const DESCRIBED_OPTION: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    label: { type: 'string' },
    hint: { type: 'string' },
  },
  required: ['id', 'label'],
}

/** What is stored may be older than the rules of the field; its kind and its choices hold. */
function valueSchema(field: ResourceField): JsonSchema {
  const { type, description, format, enum: values } = schemaOf(field) as JsonSchema
  return {
    type,
    description,
    ...(typeof format === 'string' && { format }),
    ...(Array.isArray(values) && { enum: values }),
  }
}
