import { table, type TableDeclaration } from '@karkhana/kernel/module'

/** What the tables of this module hold about people, and for how long. */
export const TABLES: Record<string, TableDeclaration> = {
  vehicles_vehicles: table({
    // The number plate leads to the owner, so does the chassis number; make, model and readings do not.
    personal: { registration: 'replace', vin: 'replace', notes: 'clear' },
    subjects: { 'contacts.contact': 'contact_id' },
  }),
  vehicles_odometer_readings: table({ personal: { reason: 'clear', recorded_by: 'actor' } }),
}
