import type { JsonSchema } from './schemas.ts'

const text = { type: 'string' } as const
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const problem = (description: string, headers?: Record<string, object>) => ({
  description,
  ...(headers && { headers }),
  content: { 'application/problem+json': { schema: ref('Problem') } },
})

/** What a component with its own schemas looks like. */
export interface Components {
  securitySchemes: Record<string, object>
  schemas: Record<string, JsonSchema>
  responses: Record<string, object>
  parameters: Record<string, object>
  headers: Record<string, object>
}

const HEADERS = {
  RateLimit: {
    description: 'What is left of the limits: `"standard";r=587;t=42`.',
    schema: text,
  },
  RateLimitPolicy: {
    description: 'The limits: `"standard";q=600;w=60`.',
    schema: text,
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
  ETag: {
    description:
      'State of the record; sent back as `If-Match` with a change, as `If-None-Match` to read it only when it changed.',
    schema: text,
  },
  IdempotencyReplayed: {
    description: '`true` when the request was done before and this is the answer of that time.',
    schema: { type: 'string', enum: ['true'] },
  },
}

const header = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` })
const waits = { 'Retry-After': header('RetryAfter') }

/** What every operation refers to: problems (RFC 9457), headers, and how a program signs in. */
export const COMPONENTS: Components = {
  securitySchemes: {
    token: {
      type: 'http',
      scheme: 'bearer',
      description: 'A token of Settings → API tokens; it begins with krk_.',
    },
  },
  headers: HEADERS,
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'Random for each request. Sent again with the same request within 24 hours, the answer is the same and nothing is done twice.',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
      example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      required: false,
      description: 'ETag of the record; 412 when it was changed since.',
      schema: text,
    },
    IfNoneMatch: {
      name: 'If-None-Match',
      in: 'header',
      required: false,
      description: 'ETag of an earlier answer; 304 when it would be the same.',
      schema: text,
    },
  },
  schemas: {
    Problem: {
      type: 'object',
      description: 'RFC 9457.',
      required: ['type', 'title', 'status', 'code', 'requestId'],
      properties: {
        type: text,
        title: { ...text, description: 'What happened.' },
        status: { type: 'integer' },
        code: { ...text, pattern: '^E_[A-Z0-9_]+$', description: 'Stable; for programs.' },
        next: { ...text, description: 'What to do.' },
        errors: {
          type: 'array',
          items: {
            type: 'object',
            required: ['field', 'message'],
            properties: { field: text, message: text },
          },
        },
        meta: { type: 'object' },
        requestId: text,
      },
    },
  },
  responses: {
    NotModified: {
      description: 'As the program has it already.',
      headers: { ETag: header('ETag') },
    },
    BadRequest: problem('A header or the body cannot be read.'),
    Unauthorized: problem('The token is missing, wrong, expired or revoked.'),
    Forbidden: problem('The token may not do this.'),
    NotFound: problem('There is nothing here for this token.'),
    Conflict: problem(
      'Somebody changed the record meanwhile (the present values are in meta), or the request with this Idempotency-Key is under way.',
      waits
    ),
    PreconditionFailed: problem('The record is not the one that If-Match names; both are in meta.'),
    TooLarge: problem('The body is larger than is accepted.'),
    Invalid: problem('The input breaks a rule; nothing was saved.'),
    TooMany: problem('Over the limit; the header Retry-After says how long to wait.', waits),
    Unavailable: problem('Not to be had for a while; nothing was saved.', waits),
  },
}
