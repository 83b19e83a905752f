import type { ApiClient } from '@japa/api-client'
import type { AttachmentView, BuiltInRole } from '@karkhana/kernel/pages'
import type { Workshop } from '@karkhana/kernel/testing'
import { Program } from '../../helpers/program.ts'

/** A ticket of a workshop, and how its members ask about it. */
export async function makeTicket(client: ApiClient, workshop: Workshop, assigneeId?: string) {
  const program = new Program(client, await workshop.token())
  const contact = await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
  const ticket = await program.create('/tickets', {
    contactId: contact.id,
    complaint: 'Does not start in the morning',
    priority: 'P3',
    assigneeId,
  })
  return { id: ticket.id as string, contactId: contact.id as string, program }
}

/** Sends as the member with this role, as scripts of a page do. */
export function asker(client: ApiClient, workshop: Workshop) {
  return async (
    role: BuiltInRole,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object
  ) => {
    const request = client
      .request(path, method)
      .header('accept', 'application/json')
      .loginAs(await workshop.user(role))
      .withCsrfToken()
    return body ? request.json(body) : request
  }
}

/** Bytes of a part of a file. */
export const PART = 512 * 1024

/** Sends a file as a program of the manager does: announced, in parts, put together. */
export async function attach(
  workshop: Workshop,
  base: string,
  { name, content, parts }: { name: string; content: Buffer; parts?: number[] }
) {
  const token = await workshop.token('manager')
  const send = async (
    method: string,
    path: string,
    body?: Uint8Array<ArrayBuffer> | string,
    more: Record<string, string> = {}
  ) => {
    const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
    const response = await fetch(`${process.env.APP_URL}/api/v1${base}/files${path}`, {
      method,
      headers: { 'authorization': `Bearer ${token}`, 'content-type': type, ...more },
      body: body,
    })
    return { status: response.status, ...((await response.json()) as Answer) }
  }
  const begun = await send('POST', '', JSON.stringify({ name, bytes: content.length }))
  const { id, parts: count } = begun.data
  const sendPart = (part: number) =>
    send(
      'PUT',
      `/${id}/parts/${part}`,
      new Uint8Array(content.subarray(part * PART, (part + 1) * PART))
    )
  for (const part of parts ?? [...Array(count).keys()]) await sendPart(part)
  return {
    id,
    sendPart,
    /** Any bytes as any part. */
    put: (part: number, bytes: string) =>
      send('PUT', `/${id}/parts/${part}`, new TextEncoder().encode(bytes)),
    state: () => send('GET', `/${id}/upload`),
    finish: (headers?: Record<string, string>) => send('POST', `/${id}/finish`, undefined, headers),
  }
}

interface Answer {
  data: AttachmentView & { received: number[]; parts: number }
  code?: string
  meta?: { missing: number[] }
}
