import type { ApiResponse } from '@japa/api-client'

/** What an answer says, also where it is a file: the client reads that as bytes and has no text. */
export function saidBy(response: ApiResponse): string {
  return response.text() ?? String(response.body())
}
