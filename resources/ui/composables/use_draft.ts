import { onBeforeUnmount, onMounted, ref, watch } from 'vue'
import { draftKey, dropDraft, readDraft, withoutSecrets, writeDraft, type Draft } from './drafts.ts'
import type { AnyForm } from './use_form.ts'
import type { LookupOption } from './use_lookup.ts'
import { useShared } from './use_shared.ts'

/** Milliseconds of quiet after which what was typed is kept. */
const QUIET = 400

/** Drafts whose forms are being sent: should the same form appear anew meanwhile, it begins empty. */
const underWay = new Set<string>()

/** What a draft is of. */
export interface DraftOf {
  form: AnyForm
  /** Method and address of the form. */
  name: string
  /** False for forms that are not worth it, or must not leave traces. */
  wanted: () => boolean
  /** Names of the fields whose values are never kept. */
  secrets: () => string[]
}

/**
 * Keeps what is typed into a form on this device until it is saved, and offers what an earlier visit
 * left behind. Only for people who are signed in.
 */
export function useDraft({ form, name, wanted, secrets }: DraftOf) {
  const shared = useShared()
  const { user, organisation } = shared.value
  const key = user && wanted() ? draftKey(user.id, organisation?.id, name) : null
  const found = ref<Draft | null>(null)
  /** Told in words when the browser has no room left. */
  const full = ref(false)
  let picked: Record<string, LookupOption> = {}
  let timer: ReturnType<typeof setTimeout> | undefined

  const values = () => withoutSecrets(form.data(), secrets())

  function keep() {
    clearTimeout(timer)
    timer = undefined
    if (!key || !form.isDirty) return
    full.value = !writeDraft(key, { at: new Date().toISOString(), values: values(), picked })
  }
  const keepPending = () => timer !== undefined && keep()

  watch(
    () => form.data(),
    () => {
      if (!key) return
      clearTimeout(timer)
      timer = setTimeout(keep, QUIET)
    },
    { deep: true }
  )

  onMounted(() => {
    const draft = key && !underWay.has(key) ? readDraft(key) : null
    const isNews = draft && JSON.stringify(draft.values) !== JSON.stringify(values())
    if (isNews) found.value = draft
    else if (draft && key) dropDraft(key)
    window.addEventListener('pagehide', keepPending)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', keepPending)
    keepPending()
  })

  /** Ends keeping: saved, or thrown away on purpose. */
  function drop() {
    clearTimeout(timer)
    timer = undefined
    found.value = null
    picked = {}
    if (key) dropDraft(key)
  }

  /** Puts what was kept back into the form. */
  function restore() {
    const draft = found.value
    if (!draft) return
    picked = draft.picked
    const present = form.data()
    const known = Object.entries(draft.values).filter(([field]) => field in present)
    Object.assign(form, Object.fromEntries(known))
    found.value = null
  }

  /** Keeps the present state while it is sent; call the answer when that has finished. */
  function send(): () => void {
    keep()
    if (!key) return () => undefined
    underWay.add(key)
    return () => underWay.delete(key)
  }

  return {
    found,
    full,
    send,
    drop,
    restore,
    /** Notes what a picker shows for an id, so that a restored form shows it too. */
    notePick: (field: string, option: LookupOption | null) => {
      if (option) picked[field] = option
      else delete picked[field]
    },
    /** What a picker showed for this id. */
    pickOf: (field: string, id: string): LookupOption | null =>
      picked[field]?.id === id ? picked[field] : null,
  }
}
