import type { Fuel } from './contracts.ts'

/** What drives a vehicle, in words. Runs on the server and in the browser. */
export const FUELS: Record<Fuel, string> = {
  ev: 'Electric',
  petrol: 'Petrol',
  diesel: 'Diesel',
  cng: 'CNG',
  hybrid: 'Hybrid',
}

/** Icons beside the words. */
export const FUEL_ICONS: Record<Fuel, string> = {
  ev: 'i-lucide-zap',
  petrol: 'i-lucide-fuel',
  diesel: 'i-lucide-fuel',
  cng: 'i-lucide-fuel',
  hybrid: 'i-lucide-leaf',
}
