import { openUnit } from './open_unit.ts'
import type { Scope } from './scope.ts'
import type { Unit } from './unit.ts'

/**
 * Like `scope.read`, but everything is seen as it was at one instant, however long the reading takes. For copies of
 * many tables; the database keeps old versions of rows meanwhile.
 * @throws E_UNIT_OPEN inside an open unit
 */
export function readSnapshot<T>(scope: Scope, read: (unit: Unit) => Promise<T>): Promise<T> {
  return openUnit(scope, 'snapshot', read)
}
