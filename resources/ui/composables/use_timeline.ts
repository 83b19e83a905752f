import type { TimelineEntry, TimelineKind } from '@karkhana/kernel/pages'
import { ref } from 'vue'
import { askPage } from './ask.ts'

/** Table and id of a record, as its addresses below `/records` name it. */
export interface RecordName {
  table: string
  id: string
}

/** Address of what the kernel keeps about a record. */
export const recordPath = ({ table, id }: RecordName) => `/records/${table}/${id}`

/** The timeline of a record, page by page. */
export function useTimeline(record: () => RecordName) {
  const entries = ref<TimelineEntry[]>([])
  const kinds = ref<TimelineKind[]>([])
  const kind = ref<TimelineKind | null>(null)
  const next = ref<string | null>(null)
  const busy = ref(true)
  const problem = ref<string | null>(null)
  let asked = 0

  async function read(cursor: string | null) {
    const turn = ++asked
    busy.value = true
    problem.value = null
    const query = new URLSearchParams()
    if (kind.value) query.set('kind', kind.value)
    if (cursor) query.set('cursor', cursor)
    try {
      const page = await askPage<TimelineEntry, { kinds: TimelineKind[] }>(
        `${recordPath(record())}/timeline?${query}`
      )
      // a later question was asked meanwhile
      if (turn !== asked) return
      entries.value = cursor ? [...entries.value, ...page.data] : page.data
      kinds.value = page.kinds
      next.value = page.nextCursor
    } catch (error) {
      if (turn === asked) problem.value = (error as Error).message
    } finally {
      if (turn === asked) busy.value = false
    }
  }

  return {
    entries,
    kinds,
    kind,
    next,
    busy,
    problem,
    reload: () => read(null),
    more: () => (next.value ? read(next.value) : Promise.resolve()),
    show(chosen: TimelineKind | null) {
      kind.value = chosen
      return read(null)
    },
  }
}
