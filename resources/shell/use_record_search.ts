import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

/** A record that the search found. */
export interface RecordHit {
  id: string
  title: string
  detail?: string
  href: string
  /** Where the text stands in title and detail: from and to, in characters. */
  marks: { title: [number, number][]; detail: [number, number][] }
}

/** The hits of one kind. */
export interface RecordGroup {
  id: string
  label: string
  icon: string
  hits: RecordHit[]
  /** Where those behind these begin; `null` when these are all. */
  next: string | null
}

/** What the search answers. */
export interface RecordAnswer {
  text: string
  /** Kind that alone was looked among. */
  kind: string | null
  groups: RecordGroup[]
  /** What was looked for instead, since nothing fits the text as it was typed. */
  instead: string | null
  /** Kinds whose records are being read for the first time: some may be missing. */
  reading: string[]
}

/** Milliseconds of rest after which a text is looked for. */
const REST = 180
/** Shorter texts find everything. */
const SHORTEST = 2

/** Records that fit a text while it is typed. An answer that comes after a newer question is dropped. */
export function useRecordSearch(query: Ref<string>, allowed: Ref<boolean>) {
  const groups = ref<RecordGroup[]>([])
  const searching = ref(false)
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | undefined

  watch(query, (typed) => {
    clearTimeout(timer)
    asked?.abort()
    failed.value = false
    const text = typed.trim()
    searching.value = allowed.value && text.length >= SHORTEST
    if (!searching.value) groups.value = []
    else timer = setTimeout(() => void look(text), REST)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    asked?.abort()
  })

  async function look(text: string) {
    const mine = new AbortController()
    asked = mine
    try {
      const response = await fetch(`/search?${new URLSearchParams({ q: text })}`, {
        headers: { accept: 'application/json' },
        signal: mine.signal,
      })
      if (!response.ok) throw new Error(`The server answered ${response.status}.`)
      const { data } = (await response.json()) as { data: RecordAnswer }
      groups.value = data.groups
    } catch {
      if (mine.signal.aborted) return
      groups.value = []
      failed.value = true
    }
    if (asked === mine) searching.value = false
  }

  return { groups, searching, failed }
}
