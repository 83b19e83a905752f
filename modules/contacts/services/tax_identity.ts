import type { Scope } from '@karkhana/kernel'
import type {} from '@karkhana/gst/contracts'
import { GstinError, GstinStateError, PinCodeError, StateError } from '../errors.ts'

/** State code of contacts outside India, in the GST state list. */
const OTHER_COUNTRIES = '96'

interface Place {
  gstin: string | null
  stateCode: string | null
  postalCode: string | null
}

/**
 * Checks GSTIN, state and PIN code against each other. The state follows from the GSTIN (its first
 * two digits, Rule 10 CGST); without one it may be chosen.
 * @throws GstinError, GstinStateError, StateError, PinCodeError
 */
export async function checkPlace(scope: Scope, place: Place): Promise<Place> {
  const gst = await scope.need('gst.calculator@1')
  let { gstin, stateCode } = place
  if (gstin) {
    const parsed = gst.parseGstin(gstin)
    if (!parsed.ok) throw new GstinError(parsed.message)
    if (stateCode && stateCode !== parsed.stateCode) throw new GstinStateError()
    gstin = parsed.value
    stateCode = parsed.stateCode
  } else if (stateCode && !gst.states().some(({ code }) => code === stateCode)) {
    throw new StateError()
  }
  const indian = stateCode !== OTHER_COUNTRIES
  if (place.postalCode && indian && !/^[1-9][0-9]{5}$/.test(place.postalCode)) {
    throw new PinCodeError()
  }
  return { gstin, stateCode, postalCode: place.postalCode }
}

/** States that a contact may live in, in the order a person looks them up. */
export async function stateChoices(scope: Scope): Promise<{ value: string; label: string }[]> {
  const gst = await scope.need('gst.calculator@1')
  return gst
    .states()
    .map(({ code, name }) => ({ value: code, label: name }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
}

/**
 * The code of a state as other programs write it: `27`, `7` for Delhi, `27-Maharashtra`, `Maharashtra (27)`,
 * `maharashtra`. What is none is given back as it is, for the one who checks it to say so.
 */
export async function stateCodeOf(scope: Scope, written: string): Promise<string> {
  const digits = /^\d{1,2}(?=\D|$)|(?<=\()\d{1,2}(?=\)$)/.exec(written.trim())?.[0]
  if (digits) return digits.padStart(2, '0')
  const gst = await scope.need('gst.calculator@1')
  const key = (name: string) => name.toLowerCase().replace(/\band\b|[^a-z]/g, '')
  const state = gst.states().find(({ name }) => key(name) === key(written))
  if (!state) throw new StateError()
  return state.code
}
