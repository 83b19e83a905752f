import { router, usePage } from '@inertiajs/vue3'
import { computed, onBeforeUnmount, ref, watch } from 'vue'
import type { ListPage } from '@karkhana/kernel/pages'

/**
 * The state of a list, which lives in the URL: `?search=&sort=&<filter>=`. A change asks the server
 * for the list alone; «more» appends the next keyset page into the page's own prop, so that going
 * back finds all rows again.
 */
export function useList<Row extends object>(list: () => ListPage<Row>, prop: () => string) {
  const page = usePage()
  const busy = ref(false)
  const loadingMore = ref(false)
  const failure = ref('')
  const search = ref(list().query.search)
  let timer: ReturnType<typeof setTimeout> | undefined

  const filters = computed(() => list().query.filters)
  const isFiltered = computed(
    () => list().query.search !== '' || Object.values(filters.value).some(Boolean)
  )

  function visit(change: { search?: string; sort?: string; filters?: Record<string, string> }) {
    const query = { ...list().query, ...change }
    const params: Record<string, string> = {}
    if (query.search) params.search = query.search
    // The URL names an order only once the reader chose one.
    const sort = change.sort ?? new URLSearchParams(window.location.search).get('sort')
    if (sort) params.sort = sort
    for (const [key, value] of Object.entries(query.filters)) if (value) params[key] = value
    router.get(window.location.pathname, params, {
      only: [prop()],
      preserveState: true,
      preserveScroll: true,
      replace: true,
      onStart: () => (busy.value = true),
      onFinish: () => (busy.value = false),
    })
  }

  watch(search, (text) => {
    clearTimeout(timer)
    if (text === list().query.search) return
    timer = setTimeout(() => visit({ search: text.trim() }), 250)
  })
  onBeforeUnmount(() => clearTimeout(timer))

  const filter = (key: string, value: string) =>
    visit({ filters: { ...filters.value, [key]: value } })
  const sort = (value: string) => visit({ sort: value })
  function clear() {
    search.value = ''
    visit({ search: '', filters: {} })
  }

  async function more(): Promise<void> {
    const cursor = list().nextCursor
    if (!cursor || loadingMore.value) return
    loadingMore.value = true
    failure.value = ''
    try {
      const url = new URL(window.location.href)
      url.searchParams.set('cursor', cursor)
      const response = await fetch(url, {
        credentials: 'same-origin',
        headers: {
          'Accept': 'text/html, application/xhtml+xml',
          'X-Requested-With': 'XMLHttpRequest',
          'X-Inertia': 'true',
          'X-Inertia-Version': String(page.version ?? ''),
          'X-Inertia-Partial-Component': page.component,
          'X-Inertia-Partial-Data': prop(),
        },
      })
      if (!response.ok) throw new Error(`The server answered ${response.status}.`)
      const next = ((await response.json()) as { props: Record<string, ListPage<Row>> }).props[
        prop()
      ]
      if (!next) throw new Error(`The answer has no «${prop()}».`)
      router.replaceProp(prop(), { ...next, rows: [...list().rows, ...next.rows] })
    } catch (error) {
      failure.value =
        error instanceof TypeError ? 'There is no connection.' : (error as Error).message
    } finally {
      loadingMore.value = false
    }
  }

  return { search, filters, isFiltered, busy, loadingMore, failure, filter, sort, clear, more }
}
