import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { CustomFieldInput } from '../../../app/custom_fields/shape.ts'
import type { CustomFieldView } from '../../../app/custom_fields/views.ts'
import { Program } from '../../helpers/program.ts'

export const FIELDS = '/settings/custom-fields'
export const VEHICLES = 'vehicles_vehicles'

/** An organisation whose owner works through the API. */
export async function open(client: ApiClient) {
  const workshop = await makeWorkshop()
  return { workshop, program: new Program(client, await workshop.token()) }
}

/** A field of vehicles, or of another table. */
export async function addField(
  program: Program,
  input: CustomFieldInput,
  record = VEHICLES
): Promise<CustomFieldView> {
  return (await program.create(FIELDS, { record, ...input })) as unknown as CustomFieldView
}

let plates = 1000

/** What a vehicle needs, with an owner of its own. */
export async function vehicleBody(program: Program) {
  const contact = await program.create('/contacts', {
    kind: 'customer',
    name: 'Raj Kumar',
    phone: `98220${String(plates++).padStart(5, '0')}`,
  })
  return {
    contactId: contact.id,
    registration: `MH12AB${plates++}`,
    make: 'Ather',
    model: '450X',
    fuel: 'ev',
  }
}

export async function addVehicle(program: Program, custom: Record<string, unknown> = {}) {
  return program.create('/vehicles', { ...(await vehicleBody(program)), custom })
}

/** Puts a module of the organisation into a state, as the switch would. */
export async function setState(workshop: Workshop, module: string, state: string) {
  await db
    .from('organisation_modules')
    .where({ organisation_id: workshop.organisationId, module_id: module })
    .update({ state })
}
