import { router } from '@inertiajs/vue3'
import { useShared } from '@karkhana/ui'
import { computed, onBeforeUnmount, ref } from 'vue'

/** A record that the reader opened lately. */
export interface RecentItem {
  href: string
  title: string
  /** Table of the record, which names its module. */
  table: string
}

/** How many are kept. */
const MOST = 8
const PREFIX = 'karkhana.recent.'

const recent = ref<RecentItem[]>([])

/**
 * The records that the reader opened lately on this device, newest first; those of modules that are off, or that the
 * reader may not open any more, are left out.
 */
export function useRecent() {
  const shared = useShared()
  return {
    recent: computed(() => {
      const prefixes = shared.value.menu.map(({ module }) => `${module.replaceAll('-', '_')}_`)
      return recent.value.filter(({ table }) =>
        prefixes.some((prefix) => table?.startsWith(prefix))
      )
    }),
  }
}

/** Notes them as pages are opened; for the shell alone. Kept apart for each person and organisation. */
export function useRecentNotes() {
  const shared = useShared()
  const key = () => `${PREFIX}${shared.value.user?.id}.${shared.value.organisation?.id}`

  function read() {
    try {
      recent.value = JSON.parse(localStorage.getItem(key()) ?? '[]') as RecentItem[]
    } catch {
      // Not ours, or no storage in this browser: begin anew.
      recent.value = []
    }
  }
  function note() {
    read()
    const { live } = shared.value
    const title = document.title.split(' · ')[0]
    if (!live || live.editing || !title) return
    const href = window.location.pathname
    const others = recent.value.filter((item) => item.href !== href)
    recent.value = [{ href, title, table: live.table }, ...others].slice(0, MOST)
    try {
      localStorage.setItem(key(), JSON.stringify(recent.value))
    } catch {
      // A browser without room for it forgets them with the page.
    }
  }

  let timer = setTimeout(note, 300)
  const stop = router.on('navigate', () => {
    clearTimeout(timer)
    // The page sets its title when it is drawn.
    timer = setTimeout(note, 300)
  })
  onBeforeUnmount(() => {
    stop()
    clearTimeout(timer)
  })
}

/** Forgets them on this device; when somebody signs out. */
export function forgetRecent(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  }
  recent.value = []
}
