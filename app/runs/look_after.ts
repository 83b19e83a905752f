import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { systemScope } from '../tenancy/open_scope.ts'
import { tellEnded } from './work.ts'

/** Runs that are told of in one round. */
const MOST = 100

/** Tells of runs of all organisations that ended and nobody was told of; one that cannot be told of stops none. */
export async function tellUntold(): Promise<void> {
  const { rows } = (await db.rawQuery('select answer from kernel_untold_runs(?) as answer', [
    MOST,
  ])) as { rows: { answer: { organisationId: string; id: string } }[] }
  for (const { answer } of rows) {
    try {
      await tellEnded(await systemScope(answer.organisationId, 'kernel.runs'), answer.id)
    } catch (error) {
      logger.warn({ err: error, run: answer.id }, 'the end of a run is told later')
    }
  }
}
