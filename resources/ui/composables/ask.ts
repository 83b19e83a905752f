import { csrfToken } from './csrf_token.ts'
import { noteSync } from './live_stream.ts'

/** How the server is asked. */
export interface Asking {
  /** `POST` with a body, `GET` without one. */
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as JSON; a file as it is. */
  body?: object | Blob
  /** Ends the request; what is thrown then is the signal's own error. */
  signal?: AbortSignal
}

/** The server said no, in words for the reader. */
export class AskError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** Stable, to quote: `E_COMMENT_OF_ANOTHER`. */
    readonly code?: string,
    /** What is wrong at which field. */
    readonly fields: readonly { field: string; message: string }[] = []
  ) {
    super(message)
  }
}

interface Answered<Answer> {
  data: Answer
  title?: string
  code?: string
  next?: string
  errors?: { field: string; message: string }[]
}

/**
 * Asks the server for something that a page shows without being rendered anew: a plan, a preview. Answers are JSON
 * with the result in `data`.
 * @throws AskError, Error in words for the reader
 */
export async function ask<Answer>(url: string | URL, asking: Asking = {}): Promise<Answer> {
  return (await send<Answered<Answer>>(url, asking)).data as Answer
}

/** One page of a list with where the next begins, and what else the answer says. */
export type AskedPage<Row, More = object> = { data: Row[]; nextCursor: string | null } & More

/**
 * The same for a list that is read page by page.
 * @throws AskError, Error in words for the reader
 */
export function askPage<Row, More = object>(url: string | URL, asking: Asking = {}) {
  return send<AskedPage<Row, More>>(url, asking)
}

async function send<Whole>(
  url: string | URL,
  { body, method = body ? 'POST' : 'GET', signal }: Asking
): Promise<Whole> {
  const isFile = body instanceof Blob
  const response = await fetch(url, {
    method,
    headers: {
      'Accept': 'application/json',
      'X-Requested-With': 'XMLHttpRequest',
      ...(method !== 'GET' && { 'X-XSRF-TOKEN': csrfToken() }),
      ...(body && {
        'Content-Type': isFile ? body.type || 'application/octet-stream' : 'application/json',
      }),
    },
    body: isFile ? body : body && JSON.stringify(body),
    credentials: 'same-origin',
    signal,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new Error('There is no connection. Check the network and try again.')
  })
  noteSync()
  const answer = (await response.json().catch(() => ({}))) as Partial<Answered<unknown>>
  if (response.ok) return answer as Whole
  const told = answer.errors?.[0]?.message ?? [answer.title, answer.next].filter(Boolean).join(' ')
  throw new AskError(
    told || `The server answered ${response.status}. Try again.`,
    response.status,
    answer.code,
    answer.errors
  )
}
