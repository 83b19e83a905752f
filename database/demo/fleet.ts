/** A model as the vehicle's page names it. */
export interface Model {
  make: string
  model: string
  variant: string | null
  fuel: 'ev' | 'petrol'
}

/** Vehicles that come into the demo workshop, with how often each comes. */
export const MODELS: readonly (readonly [Model, number])[] = [
  [{ make: 'Ather', model: '450X', variant: 'Gen 3', fuel: 'ev' }, 26],
  [{ make: 'Ola', model: 'S1 Pro', variant: 'Gen 2', fuel: 'ev' }, 22],
  [{ make: 'TVS', model: 'iQube', variant: 'S', fuel: 'ev' }, 18],
  [{ make: 'Bajaj', model: 'Chetak', variant: 'Premium', fuel: 'ev' }, 12],
  [{ make: 'Hero', model: 'Vida V1', variant: 'Pro', fuel: 'ev' }, 8],
  [{ make: 'Mahindra', model: 'Treo', variant: 'SFT', fuel: 'ev' }, 6],
  [{ make: 'Tata', model: 'Nexon EV', variant: 'Empowered', fuel: 'ev' }, 5],
  [{ make: 'Honda', model: 'Activa 6G', variant: null, fuel: 'petrol' }, 3],
]

/** Registration marks of Pune and around, with how often they come. */
export const MARKS = [
  ['MH12', 70],
  ['MH14', 22],
  ['MH42', 4],
  ['KA03', 2],
  ['MH01', 2],
] as const
