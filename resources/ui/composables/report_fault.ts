import { csrfToken } from './csrf_token.ts'

/** What failed in a part that a module put into a page. */
export interface PartFault {
  /** Slot, or card of the start page. */
  slot: string
  component: string
  /** What was going on: `load`, or what Vue says it was doing. */
  during: string
  error: unknown
}

const told = new Set<string>()

/**
 * Tells the server of a fault, once per page load: it is logged and shown to the admin with the module. The reader is
 * told by the part itself; that the telling failed is of no use to them.
 */
export function reportFault({ slot, component, during, error }: PartFault): void {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' }
  console.error(`${component} in ${slot} failed (${during})`, error)
  const key = [slot, component, message].join('\n')
  if (told.has(key)) return
  told.add(key)
  void fetch('/slot-faults', {
    method: 'POST',
    credentials: 'same-origin',
    keepalive: true,
    headers: {
      'Accept': 'application/json',
      'Content-Type': 'application/json',
      'X-XSRF-TOKEN': csrfToken(),
    },
    body: JSON.stringify({
      slot,
      component,
      message: (message || 'Unknown error').slice(0, 2000),
      during: during.slice(0, 200),
      stack: stack?.slice(0, 8000),
    }),
  }).catch(() => {})
}
