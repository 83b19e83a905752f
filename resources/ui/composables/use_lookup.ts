import { ref } from 'vue'
import { ask as askServer } from './ask.ts'

/** One choice of an async picker; a lookup may add what the page needs beside it. */
export interface LookupOption {
  id: string
  label: string
  hint?: string
  [extra: string]: unknown
}

/**
 * Asks a lookup route (`GET ?q=` → `{ data: LookupOption[] }`), the newest question only.
 * A failed request is told in `failure`, never shown as «nothing found».
 */
export function useLookup(url: () => string) {
  const options = ref<LookupOption[]>([])
  const busy = ref(false)
  const failure = ref('')
  let running: AbortController | undefined

  async function ask(query: string): Promise<void> {
    running?.abort()
    const own = new AbortController()
    running = own
    busy.value = true
    failure.value = ''
    try {
      const address = new URL(url(), window.location.origin)
      address.searchParams.set('q', query)
      options.value = await askServer<LookupOption[]>(address, { signal: own.signal })
    } catch (error) {
      if (own.signal.aborted) return
      options.value = []
      failure.value = (error as Error).message
    } finally {
      if (running === own) busy.value = false
    }
  }

  return { options, busy, failure, ask }
}
