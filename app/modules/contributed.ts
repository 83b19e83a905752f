import logger from '@adonisjs/core/services/logger'
import { recordFault } from '../slots/faults.ts'
import type { Scope } from '../tenancy/scope.ts'

/** What a module brings to a page, and where. */
export interface Contribution {
  module: string
  /** Slot, or card of the start page. */
  slot: string
  component?: string
}

/** What came of it: its value, or why there is none. */
export type Contributed<T> = { value: T } | { failed: 'error' | 'late' }

/** Milliseconds that a page waits for what one module brings. */
export const CONTRIBUTION_DEADLINE = 1_000

/** PostgreSQL’s code for a statement that ran into its timeout. */
const CUT_OFF = '57014'

/** Contributions of one page that are read at once: each takes a connection. */
const AT_ONCE = 4

/**
 * Reads what a module brings to a page, in a read unit of its own that ends with the deadline. A failure is logged with
 * the module, told to the admin, and leaves everything else of the page as it is.
 */
export async function contributed<T>(
  scope: Scope,
  what: Contribution,
  load: () => Promise<T>,
  deadline = CONTRIBUTION_DEADLINE
): Promise<Contributed<T>> {
  const reading = scope.read(async (unit) => {
    await unit.rows(`select set_config('statement_timeout', ?, true)`, [String(deadline)])
    return load()
  })
  // What comes after the deadline is of no use to the page; nobody waits for it any more.
  reading.catch(() => {})
  const late = Symbol('late')
  let timer: NodeJS.Timeout | undefined
  try {
    const value = await Promise.race([
      reading,
      new Promise<typeof late>((resolve) => {
        timer = setTimeout(resolve, deadline, late)
      }),
    ])
    if (value !== late) return { value }
    return await lateAnswer(scope, what, deadline)
  } catch (error) {
    if ((error as { code?: string }).code === CUT_OFF) return lateAnswer(scope, what, deadline)
    await tell(scope, what, error)
    return { failed: 'error' }
  } finally {
    clearTimeout(timer)
  }
}

/** Runs `tasks` a few at a time and gives their results in the order of the tasks. */
export async function fewAtOnce<T>(tasks: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const take = async () => {
    while (next < tasks.length) {
      const index = next++
      results[index] = await tasks[index]()
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, tasks.length) }, take))
  return results
}

async function lateAnswer(scope: Scope, what: Contribution, deadline: number) {
  await tell(scope, what, new Error(`It took longer than ${deadline} ms.`))
  return { failed: 'late' as const }
}

async function tell(scope: Scope, what: Contribution, error: unknown) {
  const { requestId, organisationId } = scope
  logger.error({ err: error, ...what, organisationId, requestId }, 'what a module brings failed')
  await recordFault(scope, { ...what, message: messageOf(error) })
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
