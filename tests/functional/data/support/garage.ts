import { randomUUID } from 'node:crypto'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import { Program } from '../../../helpers/program.ts'
import { rajKumar } from '../../../helpers/repair.ts'

/** An organisation with a customer whose every word can be found again. */
export interface Garage {
  workshop: Workshop
  program: Program
  /** Stands in name, complaint and notes, and nowhere in another organisation. */
  marker: string
  contactId: string
  vehicleId: string
  ticketId: string
}

export async function makeGarage(client: ApiClient): Promise<Garage> {
  const workshop = await makeWorkshop()
  const program = new Program(client, await workshop.token())
  const marker = `M${randomUUID().replaceAll('-', '')}`
  const contact = await program.create('/contacts', {
    kind: 'customer',
    ...rajKumar(),
    name: `Raj ${marker}`,
    notes: `Prefers calls, ${marker}`,
  })
  const vehicle = await program.create('/vehicles', {
    contactId: contact.id,
    registration: 'MH12AB1234',
    make: 'Ather',
    model: '450X',
    fuel: 'ev',
  })
  const ticket = await program.create('/tickets', {
    contactId: contact.id,
    vehicleId: vehicle.id,
    complaint: `It stops in the rain, says ${marker}`,
    priority: 'P3',
  })
  return {
    workshop,
    program,
    marker,
    contactId: contact.id,
    vehicleId: vehicle.id,
    ticketId: ticket.id,
  }
}
