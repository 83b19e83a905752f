import { csrfToken } from './csrf_token.ts'

/** How the server is asked. */
export interface Asking {
  /** `POST` with a body, `GET` without one. */
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as JSON; a file as it is. */
  body?: object | File
  /** Ends the request; what is thrown then is the signal's own error. */
  signal?: AbortSignal
}

interface Answered<Answer> {
  data: Answer
  title?: string
  next?: string
  errors?: { message: string }[]
}

/**
 * Asks the server for something that a page shows without being rendered anew: a plan, a preview. Answers are JSON
 * with the result in `data`.
 * @throws Error in words for the reader
 */
export async function ask<Answer>(
  url: string | URL,
  { body, method = body ? 'POST' : 'GET', signal }: Asking = {}
): Promise<Answer> {
  const isFile = body instanceof File
  const response = await fetch(url, {
    method,
    headers: {
      'Accept': 'application/json',
      'X-Requested-With': 'XMLHttpRequest',
      ...(method !== 'GET' && { 'X-XSRF-TOKEN': csrfToken() }),
      ...(body && { 'Content-Type': isFile ? body.type : 'application/json' }),
    },
    body: isFile ? body : body && JSON.stringify(body),
    credentials: 'same-origin',
    signal,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new Error('There is no connection. Check the network and try again.')
  })
  const answer = (await response.json().catch(() => ({}))) as Partial<Answered<Answer>>
  if (response.ok) return answer.data as Answer
  const told = answer.errors?.[0]?.message ?? [answer.title, answer.next].filter(Boolean).join(' ')
  throw new Error(told || `The server answered ${response.status}. Try again.`)
}
