import { router } from '@inertiajs/vue3'
import { onBeforeUnmount, onMounted, ref } from 'vue'

/**
 * Stops a visit away from changed values and asks first. `pass` lets the form's own request
 * through, `watch` closes the door again, `leave` goes where the reader wanted to go.
 */
export function useUnsavedGuard(dirty: () => boolean) {
  const asking = ref(false)
  let wanted: string | null = null
  let passing = false
  let stop: (() => void) | undefined

  const blocks = () => !passing && dirty()

  onMounted(() => {
    stop = router.on('before', (event) => {
      const visit = event.detail.visit
      const leaves = visit.method === 'get' && visit.url.pathname !== window.location.pathname
      if (!leaves || visit.prefetch || !blocks()) return
      wanted = visit.url.href
      asking.value = true
      return false
    })
  })
  onBeforeUnmount(() => stop?.())

  return {
    asking,
    blocks,
    pass: () => {
      passing = true
    },
    watch: () => {
      passing = false
    },
    leave: (go: (url: string) => void) => {
      asking.value = false
      passing = true
      if (wanted) go(wanted)
    },
  }
}
