import type { Workshop } from '@karkhana/kernel/testing'
import { Program, type Answer } from '../../../../tests/helpers/program.ts'
import type { ApiClient } from '@japa/api-client'

/** A program of a workshop that has courtesy cars. */
export async function withCars(client: ApiClient, workshop: Workshop): Promise<Program> {
  await workshop.switchOn('courtesy')
  return new Program(client, await workshop.token())
}

/** What a new car is, with everything it may have. */
export const car = (changes: object = {}) => ({
  plate: 'MH 12 AB 1234',
  model: 'Tiago EV',
  state: 'free',
  borrowerId: null,
  dayRate: 120000,
  insuredUntil: '2027-03-31',
  notes: null,
  ...changes,
})

export const addCar = (program: Program, changes: object = {}): Promise<Answer> =>
  program.create('/courtesy/cars', car(changes))
