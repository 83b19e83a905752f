import { randomUUID } from 'node:crypto'
import type { ApiClient } from '@japa/api-client'
import { makeWorkshop } from '@karkhana/kernel/testing'

export const PERSON = { kind: 'customer', name: 'Raj Kumar', phone: '98220 12345' }

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Headers = Record<string, string>

/** Sends requests of a program to the API. */
export function programOf(client: ApiClient, token: string) {
  return (method: Method, path: string, body?: object, headers: Headers = {}) => {
    const request = client.request(`/api/v1${path}`, method).bearerToken(token).headers(headers)
    return body ? request.json(body) : request
  }
}

/** An organisation with a program that asks, one that sends writes under a key, and a first key. */
export async function begin(client: ApiClient) {
  const workshop = await makeWorkshop()
  const ask = programOf(client, await workshop.token())
  return { workshop, ask, send: keyed(ask), key: randomUUID() }
}

/** Sends writes with the header `Idempotency-Key`. */
export function keyed(ask: ReturnType<typeof programOf>) {
  return (path: string, body: object, key: string, method: Method = 'POST') =>
    ask(method, path, body, { 'Idempotency-Key': key })
}

/** One made contact: its address below the API and its ETag. */
export async function madeContact(ask: ReturnType<typeof programOf>) {
  const made = await ask('POST', '/contacts', PERSON)
  const { id } = made.body().data as { id: string }
  return { made, id, path: `/contacts/${id}`, match: { 'If-Match': made.header('etag')! } }
}
