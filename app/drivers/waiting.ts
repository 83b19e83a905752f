import { handAgain } from '../jobs/again.ts'
import type { Unit } from '../tenancy/unit.ts'

/**
 * Queues again what the kernel put aside because the module of a driver was off: another driver is chosen now. What
 * waits for a module in its own right is put aside again.
 */
export async function resumeWaiting(unit: Unit, moduleId: string): Promise<void> {
  await handAgain(unit, `state = 'waiting' and waits_for = ? and module_id = 'kernel'`, [moduleId])
}
