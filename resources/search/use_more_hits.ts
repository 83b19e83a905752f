import { ref, watch } from 'vue'
import type { RecordAnswer, RecordGroup, RecordHit } from '../shell/use_record_search.ts'

/** The hits of one kind page by page, behind those that came with the page itself. */
export function useMoreHits(answer: () => RecordAnswer) {
  const more = ref<RecordHit[]>([])
  const next = ref<string | null>()
  const loading = ref(false)
  const failed = ref(false)
  // Another text, or another kind: what was loaded belongs to the one before.
  watch(answer, () => {
    more.value = []
    next.value = undefined
    failed.value = false
  })

  const hitsOf = (group: RecordGroup) =>
    answer().kind === group.id ? [...group.hits, ...more.value] : group.hits
  const nextOf = (group: RecordGroup) => (next.value === undefined ? group.next : next.value)

  async function load(group: RecordGroup) {
    const asked = answer()
    const after = nextOf(group)
    if (!after || loading.value) return
    loading.value = true
    failed.value = false
    try {
      const query = new URLSearchParams({ q: asked.text, kind: group.id, after })
      const response = await fetch(`/search?${query}`, { headers: { accept: 'application/json' } })
      if (!response.ok) throw new Error(`The server answered ${response.status}.`)
      const { data } = (await response.json()) as { data: RecordAnswer }
      if (answer() !== asked) return
      more.value = [...more.value, ...(data.groups[0]?.hits ?? [])]
      next.value = data.groups[0]?.next ?? null
    } catch {
      failed.value = true
    } finally {
      loading.value = false
    }
  }

  return { hitsOf, nextOf, loading, failed, load }
}
