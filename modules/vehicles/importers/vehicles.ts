import type { Scope } from '@karkhana/kernel'
import { defineImporter, type ImportRow } from '@karkhana/kernel/module'
import { saveRecords } from '@karkhana/kernel/transfer'
import { FUELS } from '../fuels.ts'
import { lookUpVehicles, ownerOf, type LookedUpVehicle } from '../services/known_again.ts'
import { createVehicles, updateVehicles } from '../services/many_vehicles.ts'
import { normaliseChassisNumber, normaliseRegistration } from '../services/registration.ts'
import { createVehicle, updateVehicle, type VehicleInput } from '../services/vehicles.ts'
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
  ...saveRecords<LookedUpVehicle, VehicleInput>({
    permissions: { create: 'vehicles.vehicle.create', update: 'vehicles.vehicle.update' },
    lookUp: lookUpVehicles,
    input,
    create: createVehicle,
    update: updateVehicle,
    createAll: createVehicles,
    updateAll: updateVehicles,
  }),
})

async function input(
  _scope: Scope,
  row: ImportRow,
  looked: LookedUpVehicle
): Promise<VehicleInput> {
  const { ownerName, ownerPhone, ...fields } = row
  // What is no such number is told at this row alone, before any of its neighbours is saved.
  if (fields.registration) normaliseRegistration(String(fields.registration))
  if (fields.vin) normaliseChassisNumber(String(fields.vin))
  return vehicleValidator.validate({ ...fields, contactId: ownerOf(row, looked) })
}
