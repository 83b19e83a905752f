import { schemaOf, type ApiDocument, type Schema } from './types.ts'

const OF_FORMAT: Record<string, string> = {
  'uuid': '01890000-0000-7000-8000-000000000000',
  'date': '2026-04-01',
  'date-time': '2026-04-01T04:30:00.000Z',
  'email': 'name@example.com',
  'uri': 'https://example.com',
  'decimal': '1.5',
}

/** A body that shows what may be sent: required fields, or all of them when none is. */
export function exampleOf(document: ApiDocument, schema: Schema, depth = 0): unknown {
  const whole = schemaOf(document, schema)
  const [choice] = whole.anyOf ?? []
  if (choice) return exampleOf(document, choice, depth)
  if (whole.enum) return whole.enum[0]
  if (whole.const !== undefined) return whole.const
  const type = [whole.type].flat()[0]
  if (type === 'array') return whole.items ? [exampleOf(document, whole.items, depth + 1)] : []
  if (type === 'integer' || type === 'number') return whole.minimum ?? 1
  if (type === 'boolean') return true
  if (type === 'string') return OF_FORMAT[whole.format ?? ''] ?? 'text'
  if (depth > 4 || !whole.properties) return {}
  const names = whole.required?.length ? whole.required : Object.keys(whole.properties)
  return Object.fromEntries(
    names.flatMap((name) => {
      const inner = whole.properties?.[name]
      return inner ? [[name, exampleOf(document, inner, depth + 1)]] : []
    })
  )
}

/** A request as it is shown and sent. */
export interface ShownRequest {
  method: string
  url: string
  /** JSON; `null` without a body. */
  body: string | null
  /** Media type of a body that is a file; `null` without one. */
  file: string | null
  /** What comes back is a file. */
  answersFile: boolean
}

/** The request as a command of a shell. */
export function curlOf({ method, url, body, file, answersFile }: ShownRequest): string {
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`
  const key = method === 'get' ? '' : ` \\\n  -H "Idempotency-Key: $(uuidgen)"`
  const sent = body
    ? ` \\\n  -H 'content-type: application/json' \\\n  -d '${body.replaceAll(`'`, `'\\''`)}'`
    : file
      ? ` \\\n  -H 'content-type: ${file}' \\\n  --data-binary @file`
      : ''
  const kept = answersFile ? ' -OJ' : ''
  return `curl${verb}${kept} "${url}" \\\n  -H "Authorization: Bearer $TOKEN"${key}${sent}`
}

/** The request in JavaScript, for Node and browsers. */
export function scriptOf({ method, url, body, file, answersFile }: ShownRequest): string {
  const headers = [
    '    authorization: `Bearer ${token}`,',
    ...(method === 'get' ? [] : [`    'idempotency-key': crypto.randomUUID(),`]),
    ...(body ? [`    'content-type': 'application/json',`] : []),
    ...(file ? [`    'content-type': '${file}',`] : []),
  ]
  return [
    `const response = await fetch('${url}', {`,
    `  method: '${method.toUpperCase()}',`,
    '  headers: {',
    ...headers,
    '  },',
    ...(body ? [`  body: JSON.stringify(${body.replaceAll('\n', '\n  ')}),`] : []),
    ...(file ? ['  body: file,'] : []),
    '})',
    answersFile ? 'const file = await response.blob()' : 'const { data } = await response.json()',
  ].join('\n')
}
