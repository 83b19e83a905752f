import type { LookupOption } from './use_lookup.ts'

/** What was typed into a form and never saved, as it lies in the storage of the browser. */
export interface Draft {
  /** When the last change was kept, an ISO instant. */
  at: string
  values: Record<string, unknown>
  /** What pickers showed for the ids among the values, by the name of the field. */
  picked: Record<string, LookupOption>
}

const PREFIX = 'karkhana:draft:'

/** Days after which a draft that nobody came back to is thrown away. */
const KEPT_DAYS = 30

/** Names of values that are never kept, wherever they stand. */
const SECRET = /password|passphrase|secret|token|otp|passcode/i

/**
 * The place of a form's draft: nobody but the same person in the same organisation finds it again.
 * @param form method and address, which name the record too
 */
export function draftKey(userId: string, organisationId: string | undefined, form: string): string {
  return `${PREFIX}${userId}:${organisationId ?? ''}:${form}`
}

/** The draft of a place; `null` without one, and when it can no longer be read. */
export function readDraft(key: string): Draft | null {
  const draft = parse(localStorage.getItem(key))
  if (draft && !isOld(draft)) return draft
  localStorage.removeItem(key)
  return null
}

/** Keeps a draft. False when the browser has no room for it. */
export function writeDraft(key: string, draft: Draft): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(draft))
    return true
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}

/** Throws one draft away. */
export function dropDraft(key: string): void {
  localStorage.removeItem(key)
}

/** Throws away every draft on this device: somebody signs out, and others may use it next. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  }
}

/**
 * A copy of the values without files and without what must not lie around: values that are called
 * like a secret, and those of the named fields (`values.pin`).
 */
export function withoutSecrets(values: object, names: readonly string[]): Record<string, unknown> {
  const copy = JSON.parse(
    JSON.stringify(values, (key, value: unknown) =>
      SECRET.test(key) || value instanceof Blob ? undefined : value
    )
  ) as Record<string, unknown>
  for (const name of names) remove(copy, name.split('.'))
  return copy
}

function remove(from: Record<string, unknown>, [head = '', ...rest]: string[]): void {
  const inner = from[head]
  if (rest.length === 0) delete from[head]
  else if (inner && typeof inner === 'object') remove(inner as Record<string, unknown>, rest)
}

function parse(text: string | null): Draft | null {
  if (!text) return null
  try {
    const draft = JSON.parse(text) as Partial<Draft>
    return draft.at && draft.values ? { ...(draft as Draft), picked: draft.picked ?? {} } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isOld({ at }: Draft): boolean {
  return !(Date.now() - new Date(at).getTime() < KEPT_DAYS * 86_400_000)
}
