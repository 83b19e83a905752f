import { ChassisNumberError, RegistrationError } from '../errors.ts'

/**
 * State codes of registration marks, Central Motor Vehicles Rules with the notifications under
 * section 41(6) of the Motor Vehicles Act; with those no longer issued (DN, OR, TS,
 * UA), whose plates stay valid.
 */
const STATES = new Set(
  (
    'AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ SK ' +
    'TG TN TR TS UA UK UP WB'
  ).split(' ')
)

/** State, office, series, number: MH 12 AB 1234, DL 3C AB 1234; before 1990 without series. */
const STANDARD = /^([A-Z]{2})([0-9]{1,2})([A-Z]{0,3})([0-9]{1,4})$/
/** Bharat series (Rule 47, since 2021): year, BH, number, one or two letters without I and O. */
const BHARAT = /^[0-9]{2}BH[0-9]{4}[A-HJ-NP-Z]{1,2}$/
/** Temporary mark (Rule 50A, since 2022): T, month and year, state, number, letters. */
const TEMPORARY = /^T(?:0[1-9]|1[0-2])[0-9]{2}([A-Z]{2})[0-9]{1,5}[A-Z]{0,2}$/
/** Temporary marks before that: MH 12 TEMP 1234, MH 12 TR 1234 (the latter is also standard). */
const TEMPORARY_OLD = /^([A-Z]{2})[0-9]{1,2}TEMP[0-9]{1,6}$/
/** Marks before 1989: three letters and a number, such as MMC 1234 of Bombay. */
const OLD = /^[A-Z]{3}[0-9]{1,4}$/
/** Foreign missions: country number, kind, number. */
const DIPLOMATIC = /^[0-9]{1,3}(?:CD|CC|UN)[0-9]{1,4}$/
/** Armed forces: year, class letter, serial, check letter, behind a broad arrow that nobody types. */
const MILITARY = /^[0-9]{2}[A-Z][0-9]{5,6}[A-Z]$/

/**
 * A registration number as it is stored: upper case, nothing between. The number of a series is
 * four digits on the plate, so MH12AB7 and MH12AB0007 are one vehicle.
 * @throws RegistrationError
 */
export function normaliseRegistration(typed: string): string {
  const mark = compact(typed)
  if (/[^0-9A-Z]/.test(mark)) {
    throw new RegistrationError('A registration number has only letters and digits.')
  }
  if (BHARAT.test(mark) || DIPLOMATIC.test(mark) || MILITARY.test(mark)) return mark
  const temporary = TEMPORARY.exec(mark) ?? TEMPORARY_OLD.exec(mark)
  if (temporary) return known(mark, temporary[1])
  const standard = STANDARD.exec(mark)
  if (standard) {
    const [, state, office, series, number] = standard
    if (Number(number) === 0) throw new RegistrationError('No plate has the number 0000.')
    known(mark, state)
    return series ? `${state}${office}${series}${number.padStart(4, '0')}` : mark
  }
  if (OLD.test(mark)) return mark
  throw new RegistrationError(
    `“${typed.trim().slice(0, 20)}” is no registration number; they look like MH 12 AB 1234, 22 BH 1234 AA or T 0922 MH 1234 AB.`
  )
}

/** What a term leaves when blanks and dashes are ignored; `null` when nothing is left. */
export function registrationTerm(term: string): string | null {
  return compact(term).replace(/[^0-9A-Z]/g, '') || null
}

/**
 * A chassis number in upper case. Vehicles carry 17 characters without I, O and Q (ISO 3779); what
 * is too slow or too old to need one has any of 5 to 25.
 * @throws ChassisNumberError
 */
export function normaliseChassisNumber(typed: string): string {
  const number = compact(typed)
  if (!/^[0-9A-Z]{5,25}$/.test(number)) {
    throw new ChassisNumberError('A chassis number has 5 to 25 letters and digits, most have 17.')
  }
  const confusing = number.length === 17 && /[IOQ]/.exec(number)
  if (confusing) {
    throw new ChassisNumberError(
      `A chassis number of 17 characters has no ${confusing[0]}; it may be a 1 or a 0.`
    )
  }
  return number
}

/** `MH 12 AB 1234`, for people. */
export function readableRegistration(mark: string): string {
  const standard = STANDARD.exec(mark)
  if (standard) return standard.slice(1).filter(Boolean).join(' ')
  return mark.replace(/^([0-9]{2})(BH)([0-9]{4})([A-Z]+)$/, '$1 $2 $3 $4')
}

function known(mark: string, state: string): string {
  if (STATES.has(state)) return mark
  throw new RegistrationError(`No state has the code ${state}.`)
}

function compact(typed: string): string {
  return typed.toUpperCase().replace(/[\s\-–./·]/g, '')
}
