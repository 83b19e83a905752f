import { router } from '@inertiajs/vue3'
import { ask, useShared } from '@karkhana/ui'
import { onBeforeUnmount, ref, watch } from 'vue'

/** Milliseconds after which the figures are asked for again, at the next page. */
const FRESH = 60_000

/**
 * The figures beside the entries of the menu, by entry. They come after the page and never hold it up; without an answer
 * the menu stands without them.
 */
export function useMenuCounts() {
  const shared = useShared()
  const counts = ref<Record<string, number>>({})
  let readAt = 0

  async function read() {
    if (Date.now() - readAt < FRESH || !shared.value.permissions.includes('kernel.home.view')) {
      return
    }
    readAt = Date.now()
    const answer = await ask<{ counts: Record<string, number> }>('/shell/counts').catch(() => null)
    if (answer) counts.value = answer.counts
  }
  watch(
    () => shared.value.organisation?.id,
    () => {
      readAt = 0
      counts.value = {}
      void read()
    },
    { immediate: true }
  )
  const stop = router.on('navigate', () => void read())
  onBeforeUnmount(stop)
  return { counts }
}
