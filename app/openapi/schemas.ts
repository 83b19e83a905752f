import type { Describable } from '../http/route_docs.ts'

/** A JSON Schema (2020-12, as OpenAPI 3.1 has it). */
export interface JsonSchema {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  enum?: unknown[]
  [keyword: string]: unknown
}

export interface Parameter {
  name: string
  in: 'path' | 'query'
  required?: boolean
  description?: string
  schema: JsonSchema
  example?: unknown
}

/** A parameter of the components. */
export interface ParameterRef {
  $ref: string
}

/** What a validator accepts. */
export function jsonSchema(validator: Describable): JsonSchema {
  const schema = plain(validator.toJSONSchema() as JsonSchema)
  if (!schema.properties?.custom) return schema
  // Which ones there are is the organisation's own business; who has none leaves them out.
  return {
    ...schema,
    properties: { ...schema.properties, custom: { type: 'object', additionalProperties: true } },
    required: schema.required?.filter((name) => name !== 'custom'),
  }
}

/** The fields of a query string; groups of fields are not flattened. */
export function queryParameters({ properties = {}, required = [] }: JsonSchema): Parameter[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(required.includes(name) && { required: true }),
    schema,
  }))
}

/** How VineJS says that forms may write yes and no in many ways; programs write true and false. */
const SWITCH = JSON.stringify(['1', 1, 'true', true, 'on', '0', 0, 'false', false])

/** Fields that are not known are left out and not refused; a switch is a boolean. */
function plain(schema: JsonSchema): JsonSchema {
  if (JSON.stringify(schema.enum?.slice(0, 9)) === SWITCH) {
    return schema.enum!.includes(null) ? { type: ['boolean', 'null'] } : { type: 'boolean' }
  }
  const { additionalProperties, ...rest } = schema
  return {
    ...rest,
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: plain(additionalProperties as JsonSchema),
    }),
    ...(rest.properties && {
      properties: Object.fromEntries(
        Object.entries(rest.properties).map(([key, value]) => [key, plain(value)])
      ),
    }),
    ...(rest.items && { items: plain(rest.items) }),
  }
}
