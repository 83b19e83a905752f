import { activeMembers, NotFoundError, type Scope, type Unit } from '@karkhana/kernel'
import { AssigneeError, VehicleOfAnotherError } from '../errors.ts'

/**
 * Makes sure that customer and vehicle exist here and belong together.
 *
 * @throws NotFoundError naming `contactId` or `vehicleId`
 * @throws VehicleOfAnotherError
 */
export async function ensureParties(unit: Unit, contactId: string, vehicleId?: string | null) {
  const [contact] = await unit.rows(
    'select 1 from contacts_contacts where id = ? and archived_at is null',
    [contactId]
  )
  if (!contact) throw new NotFoundError('customer', 'contactId')
  if (!vehicleId) return
  const [vehicle] = await unit.rows<{ contact_id: string }>(
    'select contact_id from vehicles_vehicles where id = ? and archived_at is null',
    [vehicleId]
  )
  if (!vehicle) throw new NotFoundError('vehicle', 'vehicleId')
  if (vehicle.contact_id !== contactId) throw new VehicleOfAnotherError()
}

/** @throws AssigneeError also for members of other organisations */
export async function ensureAssignee(scope: Scope, memberId: string | null | undefined) {
  if (!memberId) return
  const members = await activeMembers(scope)
  if (!members.some(({ id }) => id === memberId)) throw new AssigneeError()
}
