import type { Fuel } from './contracts.ts'

/** What drives a vehicle, in words. Runs on the server and in the browser. */
export const FUELS: Record<Fuel, string> = {
  ev: 'Electric',
  petrol: 'Petrol',
  diesel: 'Diesel',
  cng: 'CNG',
  hybrid: 'Hybrid',
}
