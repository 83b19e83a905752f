const text = { type: 'string' } as const
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ref('Problem') } },
})

/** What every operation refers to: problems (RFC 9457), envelopes, and how a program signs in. */
export const COMPONENTS = {
  securitySchemes: {
    token: {
      type: 'http',
      scheme: 'bearer',
      description: 'A token of Settings → API tokens; it begins with krk_.',
    },
  },
  schemas: {
    Problem: {
      type: 'object',
      required: ['title', 'status', 'code', 'requestId'],
      properties: {
        type: text,
        title: { ...text, description: 'What happened.' },
        status: { type: 'integer' },
        code: { ...text, description: 'Stable; for programs.' },
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
    Record: {
      type: 'object',
      required: ['data'],
      properties: { data: { type: 'object', description: 'The record.' } },
    },
    Choices: {
      type: 'object',
      required: ['data'],
      properties: { data: { type: 'array', items: { type: 'object' } } },
    },
    Page: {
      type: 'object',
      required: ['data', 'nextCursor', 'limit'],
      properties: {
        data: { type: 'array', items: { type: 'object' } },
        nextCursor: {
          type: ['string', 'null'],
          description: 'Sent back as `cursor` for the next page; null on the last one.',
        },
        limit: { type: 'integer' },
      },
    },
  },
  responses: {
    Unauthorized: problem('The token is missing, wrong, expired or revoked.'),
    Forbidden: problem('The token may not do this.'),
    NotFound: problem('There is nothing here for this token.'),
    Conflict: problem('Somebody changed the record meanwhile; the present values are in meta.'),
    Invalid: problem('The input breaks a rule; nothing was saved.'),
    TooMany: problem('Over the limit; the header Retry-After says how long to wait.'),
  },
} as const
