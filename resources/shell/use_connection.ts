import { router } from '@inertiajs/vue3'
import { liveState, noteSync } from '@karkhana/ui'
import { computed, onBeforeUnmount, ref } from 'vue'

/** Milliseconds that «Saved» is shown. */
const SHOWN = 2_500

/** Whether there is a connection, whether something is being saved, and how changes of others come in. */
export function useConnection() {
  const online = ref(navigator.onLine)
  const saving = ref(0)
  const saved = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  const notice = () => (online.value = navigator.onLine)
  window.addEventListener('online', notice)
  window.addEventListener('offline', notice)
  const stops = [
    router.on('success', noteSync),
    router.on('start', ({ detail: { visit } }) => {
      if (visit.method !== 'get') saving.value++
    }),
    router.on('finish', ({ detail: { visit } }) => {
      if (visit.method === 'get') return
      saving.value--
      saved.value = visit.completed
      clearTimeout(timer)
      timer = setTimeout(() => (saved.value = false), SHOWN)
    }),
  ]
  onBeforeUnmount(() => {
    window.removeEventListener('online', notice)
    window.removeEventListener('offline', notice)
    stops.forEach((stop) => stop())
    clearTimeout(timer)
  })

  return computed<'offline' | 'saving' | 'saved' | 'polling' | 'live' | 'idle'>(() => {
    if (!online.value) return 'offline'
    if (saving.value > 0) return 'saving'
    if (saved.value) return 'saved'
    return liveState.value === 'polling' || liveState.value === 'live' ? liveState.value : 'idle'
  })
}
