import { ask } from '@karkhana/ui'
import { onBeforeUnmount, ref, watch } from 'vue'

/** The sample as the server draws it with what is being chosen, a moment after the last key. */
export function useLookPreview(look: () => object) {
  const html = ref<string | null>(null)
  const failure = ref('')
  const busy = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined

  async function draw() {
    running?.abort()
    const own = new AbortController()
    running = own
    busy.value = true
    try {
      const address = '/settings/documents/preview'
      const drawn = await ask<{ html: string }>(address, { body: look(), signal: own.signal })
      html.value = drawn.html
      failure.value = ''
    } catch (error) {
      if (!own.signal.aborted) failure.value = (error as Error).message
    } finally {
      if (running === own) busy.value = false
    }
  }
  watch(
    () => JSON.stringify(look()),
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void draw(), 250)
    },
    { immediate: true }
  )
  onBeforeUnmount(() => {
    clearTimeout(timer)
    running?.abort()
  })
  return { html, failure, busy }
}
