import type { GstinFault, GstinKind, GstinResult } from '../contracts.ts'
import { checkCharacter } from './check_character.ts'
import { findState } from './states.ts'

/**
 * Patterns of the portal, the special ones first: the regular pattern also admits the letter D of a
 * tax deductor in position 14.
 */
const PATTERNS: [kind: GstinKind, pattern: RegExp][] = [
  ['tds', /^[0-9]{2}[A-Z]{4}[A-Z0-9][0-9]{4}[A-Z][1-9A-Z]D[0-9A-Z]$/],
  ['tcs', /^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]C[0-9A-Z]$/],
  ['government', /^[0-9]{2}[A-Z]{4}[0-9]{5}[A-Z][0-9]Z[0-9]$/],
  ['oidar', /^99[0-9]{2}[A-Z]{3}[0-9]{5}OS[0-9A-Z]$/],
  ['non-resident', /^[0-9]{4}[A-Z]{3}[0-9]{5}NR[0-9A-Z]$/],
  ['uin', /^[0-9]{4}[A-Z]{3}[0-9]{5}[UO]N[A-Z0-9]$/],
  ['regular', /^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z][Z1-9ABD-J][0-9A-Z]$/],
]

/**
 * Kinds whose last character follows the published algorithm. For UIN, non-resident and government
 * numbers it is not established, so a wrong one is not held against them.
 */
const CHECKED: GstinKind[] = ['regular', 'tds', 'tcs']

const PAN = /^[A-Z]{5}[0-9]{4}[A-Z]$/

/**
 * Trims and upper-cases a GSTIN or UIN, finds its kind and checks pattern, state code and check
 * character. A refusal says what is wrong and what to do. Whether the registration is active is
 * known to the portal alone.
 */
export function parseGstin(input: string): GstinResult {
  const value = input.trim().toUpperCase()
  const fault = surface(value)
  if (fault) return fault

  const stateCode = value.slice(0, 2)
  const kind = PATTERNS.find(([, pattern]) => pattern.test(value))?.[0]
  if (!kind) return diagnose(value)
  if (!findState(stateCode)) return unknownState(stateCode)

  const check = checkCharacter(value)
  if (CHECKED.includes(kind) && value[14] !== check) {
    return refuse(
      'check-character',
      `The last character should be ${check}, not ${value[14]}; check the number on the registration certificate.`
    )
  }
  const pan = value.slice(2, 12)
  return { ok: true, value, kind, stateCode, pan: PAN.test(pan) ? pan : null }
}

/** What is wrong before the parts of the number are looked at. */
function surface(value: string): GstinResult | null {
  if (value === '') return refuse('empty', 'The GSTIN is missing; enter its 15 characters.')
  if (/\s/.test(value)) return refuse('character', 'The GSTIN contains a blank; remove it.')
  const stray = /[^0-9A-Z]/u.exec(value)?.[0]
  if (stray !== undefined) {
    return refuse('character', `The GSTIN contains "${stray}"; it has only letters and digits.`)
  }
  if (value.length !== 15) {
    return refuse(
      'length',
      `A GSTIN has 15 characters, this one has ${value.length}; compare it with the registration certificate.`
    )
  }
  return null
}

/** Names the first part of a 15-character number that breaks the regular pattern. */
function diagnose(value: string): GstinResult {
  if (!/^[0-9]{2}/.test(value)) {
    return refuse(
      'state',
      `The first two characters must be the digits of the state code, not "${value.slice(0, 2)}"; 0 and O, 1 and I are easily confused.`
    )
  }
  if (!findState(value.slice(0, 2))) return unknownState(value.slice(0, 2))
  if (!PAN.test(value.slice(2, 12))) return refuse('pan', panMessage(value))
  if (!/[1-9A-Z]/.test(value[12])) {
    return refuse(
      'registration-number',
      'The 13th character counts the registrations of the PAN in the state and may not be 0; check the number on the registration certificate.'
    )
  }
  return refuse(
    'class',
    `The 14th character may not be ${value[13]}; for most businesses it is Z. Check the number on the registration certificate.`
  )
}

function panMessage(value: string): string {
  const wrong = [...value.slice(2, 12)].findIndex((character, index) =>
    index >= 5 && index <= 8 ? !/[0-9]/.test(character) : !/[A-Z]/.test(character)
  )
  const wanted = wrong >= 5 && wrong <= 8 ? 'a digit' : 'a letter'
  return `Characters 3 to 12 are the PAN: character ${wrong + 3} must be ${wanted}, not ${value[wrong + 2]}; compare it with the PAN card.`
}

function unknownState(code: string): GstinResult {
  return refuse(
    'state',
    `There is no state with the code ${code}; the first two digits of the GSTIN name the state, such as 27 for Maharashtra.`
  )
}

function refuse(fault: GstinFault, message: string): GstinResult {
  return { ok: false, fault, message }
}
