import { usePage } from '@inertiajs/vue3'
import type { SharedProps } from '@karkhana/kernel/pages'
import { ref, type Ref } from 'vue'
import type { AnyForm } from './use_form.ts'

/** A field that the reader and somebody else changed to different values. */
export interface ConflictRow {
  key: string
  label: string
  mine: string
  theirs: string
  /** What the form takes over; left out when the page has no value that the form could hold. */
  value?: unknown
}

type Values = Record<string, unknown>

const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value ?? null)) as Value
const same = (a: unknown, b: unknown) =>
  JSON.stringify(a === '' ? null : (a ?? null)) === JSON.stringify(b === '' ? null : (b ?? null))

/** The value behind a field of a form in the page's record: by its name, or `contactId` as `contact.id`. */
function valueOf(record: Values, key: string): unknown {
  if (key in record) return record[key]
  const part = key.endsWith('Id') ? record[key.slice(0, -2)] : undefined
  return part && typeof part === 'object' ? (part as Values).id : part
}

const isKnown = (record: Values, key: string) =>
  key in record || (key.endsWith('Id') && key.slice(0, -2) in record)

/**
 * Two people saved the same record: what only the other changed is taken over, what both changed is asked about, and
 * nothing is lost. Works for forms that send `version`, on pages with the prop `record`.
 */
export function useConflict(form: AnyForm, root: Ref<HTMLElement | undefined>) {
  const page = usePage()
  const rows = ref<ConflictRow[] | null>(null)
  let base: Values = {}
  let before: Values | null = null

  /** Notes what the form and the record were: at the beginning, and after each save. */
  function begin() {
    base = copy(form.data() as Values)
    before = copy((page.props as { record?: Values }).record ?? null)
  }

  /** @returns whether the refusal is a conflict that is settled here */
  function meet(props: object): boolean {
    const { flash, record } = props as Partial<SharedProps> & { record?: Values }
    if (flash?.error?.code !== 'E_VERSION_CONFLICT' || !before || !record) return false
    if (!('version' in base) || record.id !== before.id) return false
    const mine = copy(form.data() as Values)
    const asked: ConflictRow[] = []
    for (const key of Object.keys(base)) {
      if (key === 'version' || !isKnown(record, key)) continue
      const now = valueOf(record, key)
      if (same(valueOf(before, key), now) || same(mine[key], now)) continue
      const fits = same(valueOf(before, key), base[key])
      if (same(mine[key], base[key]) && fits) Object.assign(form, { [key]: copy(now) })
      else {
        asked.push({ ...inWords(key, mine[key], now, record), ...(fits && { value: copy(now) }) })
      }
    }
    Object.assign(form, { version: record.version })
    rows.value = asked
    before = copy(record)
    return true
  }

  function inWords(key: string, mine: unknown, theirs: unknown, record: Values) {
    const control = root.value?.querySelector<HTMLInputElement | HTMLSelectElement>(
      `[name="${CSS.escape(key)}"]`
    )
    const part = record[key.slice(0, -2)] as Values | undefined
    const label = control?.labels?.[0]?.textContent?.replace('*', '').trim() || key
    const typed = key.endsWith('Id') && control ? control.value : said(mine, control)
    const called = key.endsWith('Id') && (part?.name ?? record[`${key.slice(0, -2)}Name`])
    return { key, label, mine: typed, theirs: called ? said(called) : said(theirs, control) }
  }

  /** Puts the choice into the form; the rest stays as it was typed. */
  function settle(taken: string[]) {
    for (const { key, value } of rows.value ?? []) {
      if (taken.includes(key)) Object.assign(form, { [key]: value })
    }
    rows.value = null
  }

  return { rows, begin, meet, settle, close: () => (rows.value = null) }
}

/** A value as people read it: choices by their names, lists by their length. */
function said(value: unknown, control?: HTMLInputElement | HTMLSelectElement | null): string {
  if (value === null || value === undefined || value === '') return ''
  if (control instanceof HTMLSelectElement) {
    const option = [...control.options].find((each) => each.value === String(value))
    if (option) return option.text
  }
  if (Array.isArray(value)) return `${value.length} ×`
  return typeof value === 'object' ? Object.values(value).join(', ') : String(value)
}
