import { csrfToken } from '@karkhana/ui'

/**
 * Asks the server for something that is shown in a dialog, as JSON.
 * @throws Error in words for the reader
 */
export async function ask<Answer>(url: string, body?: object): Promise<Answer> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      'Accept': 'application/json',
      'X-Requested-With': 'XMLHttpRequest',
      ...(body && { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': csrfToken() }),
    },
    body: body && JSON.stringify(body),
    credentials: 'same-origin',
  }).catch(() => {
    throw new Error('There is no connection. Check the network and try again.')
  })
  const answer = (await response.json().catch(() => ({}))) as {
    data?: Answer
    title?: string
    next?: string
    errors?: { message: string }[]
  }
  if (response.ok && answer.data !== undefined) return answer.data
  const told = answer.errors?.[0]?.message ?? [answer.title, answer.next].filter(Boolean).join(' ')
  throw new Error(told || `The server answered ${response.status}.`)
}
