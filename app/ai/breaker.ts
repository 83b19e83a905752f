/** Failures in a row after which a model is left alone. */
const FAILURES = 3
/** Milliseconds that it is left alone, unless the service has named a time. */
const PAUSE = 60_000
/** Organisations and models that are remembered. */
const MOST = 5_000

interface State {
  failures: number
  until: number
}

/** Models that have failed lately, by organisation and driver; each process finds out for itself. */
const states = new Map<string, State>()

/** Whether the model may be asked at this instant (milliseconds). */
export function mayAsk(key: string, now: number): boolean {
  return (states.get(key)?.until ?? 0) <= now
}

/** Notes that the model has answered. */
export function noteAnswer(key: string) {
  states.delete(key)
}

/** Notes that it has not; `retryAfter` are the seconds that the service wants to be left alone. */
export function noteFailure(key: string, now: number, retryAfter: number | null) {
  const failures = (states.get(key)?.failures ?? 0) + 1
  const pause = retryAfter !== null ? retryAfter * 1000 : failures >= FAILURES ? PAUSE : 0
  states.delete(key)
  states.set(key, { failures, until: now + pause })
  if (states.size > MOST) states.delete(states.keys().next().value!)
}

/** Forgets everything. For tests. */
export function resetBreakers() {
  states.clear()
}
