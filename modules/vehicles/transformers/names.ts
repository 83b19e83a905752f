import { readableRegistration } from '../services/registration.ts'

interface Named {
  registration: string | null
  vin: string | null
  make: string
  model: string
}

/** What people call a vehicle: its registration, else the end of its chassis number. */
export function vehicleName({ registration, vin }: Pick<Named, 'registration' | 'vin'>): string {
  return registration ? readableRegistration(registration) : `Chassis …${(vin ?? '').slice(-6)}`
}

/** `Ather 450X`, without saying a make twice that the model begins with. */
export function modelName({ make, model }: Pick<Named, 'make' | 'model'>): string {
  return model.toLowerCase().startsWith(`${make.toLowerCase()} `) ? model : `${make} ${model}`
}
