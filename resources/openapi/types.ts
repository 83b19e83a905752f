/** The parts of an OpenAPI document that the reference shows. */
export interface Schema {
  type?: string | string[]
  format?: string
  enum?: unknown[]
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

export interface Operation {
  'operationId': string
  'summary': string
  'tags': string[]
  'x-permission': string
  'parameters'?: { name: string; in: string; required?: boolean; schema: Schema }[]
  'requestBody'?: { content: Record<string, { schema: Schema }> }
  'responses': Record<string, { description?: string; $ref?: string }>
}

export interface ApiDocument {
  info: { title: string; version: string; description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { responses: Record<string, { description: string }> }
}

/** What may stand in a field, in one line. */
export function describeSchema({ type, format, enum: choices, ...limits }: Schema): string {
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
