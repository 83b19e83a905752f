import { STATES_BY_PREFIX, TOWNS_BY_PREFIX } from './pin_prefixes.ts'

/** What a PIN code says about an address. */
export interface PinPlace {
  /** Two digits of the GST state list; null when the code alone does not decide. */
  stateCode: string | null
  /** All states that begin so; empty for a code that is in use nowhere, and for the Army. */
  states: string[]
  /** Null where a town cannot be told from the country around it. */
  town: string | null
}

/**
 * Where a PIN code lies, without asking anybody: for a form to fill in, and for people to check. Runs on the server and
 * in the browser.
 * @returns null for what is no PIN code: six digits, the first of them not 0
 */
export function placeOfPin(pin: string): PinPlace | null {
  if (!/^[1-9]\d{5}$/.test(pin)) return null
  const states = longest(STATES_BY_PREFIX, pin)?.split(' ') ?? []
  return {
    stateCode: states.length === 1 ? states[0]! : null,
    states,
    town: longest(TOWNS_BY_PREFIX, pin),
  }
}

function longest(table: Record<string, string>, pin: string): string | null {
  for (let length = pin.length; length >= 2; length--) {
    const found = table[pin.slice(0, length)]
    if (found) return found
  }
  return null
}
