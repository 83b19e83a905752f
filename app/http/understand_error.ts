import { errors as vineErrors } from '@vinejs/vine'
import { KarkhanaError } from '../errors.ts'

/** An error in the words of the answer. */
export interface Understood {
  status: number
  code: string
  message: string
  next?: string
  fields: { field: string; message: string }[]
  meta?: Record<string, unknown>
}

/** PostgreSQL states that mean the input was at fault, not the program. */
const INPUT_STATES: Record<string, { status: number; code: string; message: string }> = {
  '23505': {
    status: 422,
    code: 'E_DUPLICATE',
    message: 'A record with these values exists already.',
  },
  '23503': {
    status: 422,
    code: 'E_REFERENCE',
    message: 'A chosen record does not exist, or is still in use.',
  },
  '23514': { status: 422, code: 'E_VALUE', message: 'A value is outside of what is allowed.' },
  '22007': { status: 422, code: 'E_VALUE', message: 'A date or a time cannot be read.' },
  '22008': { status: 422, code: 'E_VALUE', message: 'There is no such date or time.' },
  '22P02': { status: 404, code: 'E_NOT_FOUND', message: 'This record does not exist.' },
  '22003': { status: 422, code: 'E_AMOUNT_OUT_OF_RANGE', message: 'An amount is too large.' },
  '22021': {
    status: 422,
    code: 'E_VALUE',
    message: 'A text has a character that cannot be stored.',
  },
}

/** What helps the reader on, by status. */
const nextAfter = (status: number) =>
  status === 404
    ? 'Check the link, or go back to the list it came from.'
    : 'Correct the input and send it again.'

/** Sorts any thrown value into what the reader did, what is not there, and what is broken here. */
export function understand(error: unknown): Understood {
  if (error instanceof vineErrors.E_VALIDATION_ERROR) return validation(error)
  if (isOwn(error)) return own(error)
  if (isUnreadable(error)) return UNREADABLE
  const state = INPUT_STATES[(error as { code?: string }).code ?? '']
  if (state) return { ...state, next: nextAfter(state.status), fields: [] }
  return foreign(error as Partial<Error> & { status?: number; code?: string })
}

/** What a validator throws when it makes a number or a text of `{ toString: 1 }`. */
function isUnreadable(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    error.message === 'Cannot convert object to primitive value' &&
    /\n\s+at [^\n]*@vinejs/.test(error.stack ?? '')
  )
}

const UNREADABLE: Understood = {
  status: 422,
  code: 'E_VALUE',
  message: 'A group of fields stands where a text or a number belongs.',
  next: nextAfter(422),
  fields: [],
}

function validation(error: { messages: { field: string; message: string }[] }): Understood {
  return {
    status: 422,
    code: 'E_VALIDATION_ERROR',
    message: 'Some fields need your attention.',
    next: 'Correct the fields named and send it again.',
    fields: error.messages.map(({ field, message }) => ({ field, message })),
  }
}

/** An error that names its code and next step, whichever package raised it. */
type OwnError = Pick<KarkhanaError, 'code' | 'status' | 'message' | 'field' | 'next' | 'meta'>

/**
 * Our own errors: the kernel's class, and the plain errors of the same shape that the parts raise
 * which also run in the browser (money, dates, tax rules).
 */
function isOwn(error: unknown): error is OwnError {
  if (error instanceof KarkhanaError) return true
  const { code, status, next } = error as Partial<OwnError>
  return (
    error instanceof Error &&
    typeof next === 'string' &&
    typeof status === 'number' &&
    /^E_[A-Z_]+$/.test(code ?? '')
  )
}

/** What is not to be had for a while and says so to readers; what else broke inside is for the log. */
const SAID_TO_READERS = new Set(['E_MODULE_OUT_OF_ORDER', 'E_PDF_BUSY'])

function own(error: OwnError): Understood {
  const inside = error.status >= 500 && !SAID_TO_READERS.has(error.code ?? '')
  return {
    status: error.status,
    code: error.code ?? 'E_UNKNOWN',
    message: inside ? 'Karkhana could not finish this.' : error.message,
    next: inside ? 'Try again; if it stays, tell your administrator the code.' : error.next,
    fields: error.field
      ? [{ field: error.field, message: [error.message, error.next].filter(Boolean).join(' ') }]
      : [],
    meta: error.meta,
  }
}

const KNOWN: Record<string, { message: string; next: string }> = {
  E_ROUTE_NOT_FOUND: {
    message: 'This page does not exist.',
    next: 'Check the link, or go back to the start page.',
  },
  E_UNAUTHORIZED_ACCESS: {
    message: 'You are not signed in.',
    next: 'Sign in, or send a valid token in the Authorization header.',
  },
  E_BAD_CSRF_TOKEN: {
    message: 'The page was open for too long.',
    next: 'Reload the page and send the form again.',
  },
  E_INVALID_CREDENTIALS: {
    message: 'E-mail or password is not right.',
    next: 'Check both and try again.',
  },
  E_TOO_MANY_REQUESTS: {
    message: 'Too many attempts.',
    next: 'Wait a few minutes and try again.',
  },
  E_REQUEST_ENTITY_TOO_LARGE: {
    message: 'The form is larger than 1 MB.',
    next: 'Shorten the texts or send the files as attachments.',
  },
}

function foreign(error: Partial<Error> & { status?: number; code?: string }): Understood {
  const status = error.status ?? 500
  const known =
    KNOWN[error.code ?? ''] ?? (status === 413 ? KNOWN.E_REQUEST_ENTITY_TOO_LARGE : undefined)
  const expected = status < 500
  return {
    status,
    code: expected ? (error.code ?? 'E_REQUEST') : 'E_INTERNAL',
    message:
      known?.message ??
      (expected
        ? (error.message ?? 'The request is not right.')
        : 'Karkhana could not finish this.'),
    next:
      known?.next ??
      (expected ? undefined : 'Try again; if it stays, tell your administrator the request id.'),
    fields: [],
  }
}
