import db from '@adonisjs/lucid/services/db'
import { systemScope } from '../tenancy/open_scope.ts'
import { tellEnded } from './work.ts'

/** Runs that are told of in one round. */
const MOST = 100

/** Tells of runs of all organisations that ended and that nobody was told of. */
export async function tellUntold(): Promise<void> {
  const { rows } = (await db.rawQuery('select answer from kernel_untold_runs(?) as answer', [
    MOST,
  ])) as { rows: { answer: { organisationId: string; id: string } }[] }
  for (const { answer } of rows) {
    await tellEnded(await systemScope(answer.organisationId, 'kernel.runs'), answer.id)
  }
}
