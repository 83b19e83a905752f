import type { ApiClient } from '@japa/api-client'
import type { BuiltInRole } from '@karkhana/kernel/pages'
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
