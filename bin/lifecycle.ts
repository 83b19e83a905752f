import { GroundError } from './errors.ts'
import { onAbandoned } from './setup/parents.mjs'

/** A clean stop takes longer than this only when something hangs; jobs underway may take QUEUE_STOP_SECONDS. */
const stopTimeout = () =>
  Math.max(20_000, (Number(process.env.QUEUE_STOP_SECONDS) || 0) * 1_000 + 10_000)

/**
 * Runs `stop` once when this process is asked to end, then exits: on Ctrl-C, SIGTERM, a closed terminal, and
 * when npm was killed without passing the signal on (the shell between them dies silently). A second Ctrl-C
 * does not wait.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const end = (reason: string) => {
    if (stopping) {
      if (reason === 'SIGINT') process.exit(130)
      return
    }
    stopping = true
    setTimeout(() => {
      console.error('Stopping takes too long, giving up on open connections.')
      process.exit(1)
    }, stopTimeout()).unref()
    stop().then(
      () => process.exit(0),
      (error) => {
        reportFailure(error)
        process.exit(1)
      }
    )
  }

  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => end(name))

  onAbandoned(() => end('abandoned'))
}

/**
 * Prints why a launcher gives up: one line for everything the reader can act upon, the whole error for a
 * mistake of the program.
 */
export function reportFailure(error: unknown): void {
  if (error instanceof GroundError) {
    console.error(error.message)
    return
  }
  const { code, message, next, help } = (error ?? {}) as Record<string, unknown>
  if (typeof next === 'string') console.error(`${message} ${next} (${code})`)
  else if (code === 'E_INVALID_ENV_VARIABLES') console.error(`${message}: ${help}`)
  else console.error(error)
}
