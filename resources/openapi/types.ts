/** The parts of an OpenAPI document that the reference shows. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  description?: string
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: Schema
}

interface Answer {
  description?: string
  $ref?: string
  content?: Record<string, { schema: Schema }>
}

export interface Operation {
  'operationId': string
  'summary': string
  'tags': string[]
  'x-permission': string
  'parameters'?: (Parameter | { $ref: string })[]
  'requestBody'?: { content: Record<string, { schema: Schema }> }
  'responses': Record<string, Answer>
}

export interface ApiDocument {
  info: { title: string; version: string; description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    responses: Record<string, Answer>
    parameters: Record<string, Parameter>
  }
}

const nameIn = ($ref: string) => $ref.split('/').at(-1)!

/** The parameters of an operation, those of the components among them. */
export function parametersOf({ components }: ApiDocument, operation: Operation): Parameter[] {
  return (operation.parameters ?? []).flatMap((each) => {
    const parameter = '$ref' in each ? components.parameters[nameIn(each.$ref)] : each
    return parameter ? [parameter] : []
  })
}

/** A schema itself, where only its name stands. */
export function schemaOf({ components }: ApiDocument, schema: Schema): Schema {
  return schema.$ref ? (components.schemas[nameIn(schema.$ref)] ?? {}) : schema
}

/** What a status means, and what is answered with it. */
export function answerOf({ components }: ApiDocument, answer: Answer): Answer {
  return answer.$ref ? (components.responses[nameIn(answer.$ref)] ?? {}) : answer
}

/** What may stand in a field, in one line. */
export function describeSchema({
  $ref,
  type,
  format,
  enum: choices,
  anyOf,
  ...limits
}: Schema): string {
  if ($ref) return nameIn($ref)
  if (anyOf) return anyOf.map(describeSchema).join(' or ')
  const name = [type].flat().filter(Boolean).join(' or ')
  const parts = [
    choices ? choices.map((choice) => JSON.stringify(choice)).join(' | ') : name || 'any',
    format,
    limits.maxLength !== undefined && `≤ ${limits.maxLength} characters`,
    limits.minimum !== undefined && `≥ ${limits.minimum}`,
    limits.maximum !== undefined && `≤ ${limits.maximum}`,
    limits.pattern && `/${limits.pattern}/`,
  ]
  return parts.filter(Boolean).join(', ')
}
