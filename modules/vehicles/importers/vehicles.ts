import { RuleError, type Scope, type Unit } from '@karkhana/kernel'
import { defineImporter, type ImportRow } from '@karkhana/kernel/module'
import { FUELS } from '../fuels.ts'
import { normaliseChassisNumber, normaliseRegistration } from '../services/registration.ts'
import { createVehicle, updateVehicle } from '../services/vehicles.ts'
import { vehicleValidator } from '../validators/vehicle.ts'

/** Vehicles from another program: known again by registration, else by chassis number; the owner must be there. */
export default defineImporter({
  id: 'vehicles.vehicles',
  label: 'Vehicles',
  permission: 'vehicles.vehicle.create',
  table: 'vehicles_vehicles',
  unique: ['registration', 'vin'],
  columns: [
    {
      key: 'registration',
      label: 'Registration',
      kind: 'text',
      max: 40,
      example: 'MH 12 AB 1234',
      synonyms: [
        'Registration no.',
        'Reg no.',
        'Vehicle no.',
        'Vehicle number',
        'Number plate',
        'गाड़ी नंबर',
        'वाहन संख्या',
      ],
    },
    {
      key: 'vin',
      label: 'Chassis no.',
      kind: 'text',
      max: 40,
      synonyms: ['Chassis', 'Chassis number', 'VIN', 'Frame no.', 'चेसिस नंबर'],
    },
    {
      key: 'make',
      label: 'Make',
      kind: 'text',
      required: true,
      max: 60,
      example: 'Ather',
      synonyms: ['Brand', 'Company', 'Manufacturer', 'कंपनी'],
    },
    { key: 'model', label: 'Model', kind: 'text', required: true, max: 60, example: '450X' },
    { key: 'variant', label: 'Variant', kind: 'text', max: 60 },
    {
      key: 'fuel',
      label: 'Fuel',
      kind: 'choice',
      required: true,
      options: Object.entries(FUELS).map(([value, label]) => ({ value, label })),
    },
    {
      key: 'odometerKm',
      label: 'Odometer km',
      synonyms: ['Odometer', 'Kilometres', 'Kms', 'KM reading', 'Meter reading', 'किलोमीटर'],
      kind: 'integer',
      min: 0,
      max: 9_999_999,
      example: '18240',
    },
    {
      key: 'ownerName',
      label: 'Owner',
      synonyms: ['Owner name', 'Customer', 'Customer name', 'Party name', 'मालिक', 'ग्राहक'],
      kind: 'text',
      required: true,
      max: 100,
      example: 'Raj Kumar',
    },
    {
      key: 'ownerPhone',
      label: 'Owner phone',
      kind: 'phone',
      example: '98220 12345',
      synonyms: ['Phone', 'Mobile', 'Mobile no.', 'Customer phone', 'Contact no.', 'मोबाइल'],
    },
    { key: 'notes', label: 'Notes', kind: 'multiline', max: 2000 },
  ],
  save,
})

async function save(scope: Scope, { ownerName, ownerPhone, ...row }: ImportRow) {
  return scope.work(async (unit) => {
    const contactId = await findOwner(unit, String(ownerName), ownerPhone as string | undefined)
    const known = await findKnown(unit, row)
    const input = await vehicleValidator.validate({ ...row, contactId })
    if (!known) {
      scope.ensure('vehicles.vehicle.create')
      const { id } = await createVehicle(scope, input)
      return { outcome: 'created' as const, id }
    }
    scope.ensure('vehicles.vehicle.update')
    const { id, version } = known
    const saved = await updateVehicle(scope, id, { ...input, version })
    return { outcome: saved.version === version ? ('same' as const) : ('changed' as const), id }
  })
}

async function findKnown(unit: Unit, { registration, vin }: ImportRow) {
  const numbers = [
    ['registration', registration && normaliseRegistration(String(registration))],
    ['vin', vin && normaliseChassisNumber(String(vin))],
  ] as const
  for (const [column, value] of numbers) {
    if (!value) continue
    const found = (await unit
      .from('vehicles_vehicles')
      .where(column, value)
      .select('id', 'version')
      .first()) as { id: string; version: number } | null
    if (found) return found
  }
  return null
}

async function findOwner(unit: Unit, name: string, phone?: string): Promise<string> {
  const query = unit
    .from('contacts_contacts')
    .whereRaw('lower(name) = lower(?)', [name])
    .select('id')
    .limit(2)
  if (phone) query.where('phone_digits', phone.slice(1))
  const found = (await query) as { id: string }[]
  if (found.length === 1) return found[0].id
  throw found.length === 0
    ? new RuleError(
        'E_OWNER_UNKNOWN',
        `No contact is called ${name}${phone ? ` with ${phone}` : ''}.`,
        {
          field: 'ownerName',
          next: 'Import the contacts first, or correct the name.',
        }
      )
    : new RuleError('E_OWNER_AMBIGUOUS', `Several contacts are called ${name}.`, {
        field: 'ownerPhone',
        next: 'Add the phone number of the owner.',
      })
}
