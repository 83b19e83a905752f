import { csrfToken } from '@karkhana/ui'
import { onBeforeUnmount, ref, watch } from 'vue'
import type { InvoicePreview } from '../../services/preview.ts'

/** The server's answer to a fault: problem details, RFC 9457. */
interface Problem {
  title: string
  next?: string
  errors?: { field: string; message: string }[]
}

/**
 * Asks the server for the tax of what is being typed, a moment after the last key; `question` is
 * null while there is nothing to compute. Only the newest answer counts.
 */
export function usePreview(question: () => object | null) {
  const preview = ref<InvoicePreview | null>(null)
  const failure = ref('')
  const busy = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined

  async function ask(body: string) {
    running?.abort()
    const own = new AbortController()
    running = own
    busy.value = true
    try {
      const response = await fetch('/invoicing/preview', {
        method: 'POST',
        credentials: 'same-origin',
        headers: {
          'Accept': 'application/json',
          'Content-Type': 'application/json',
          'X-XSRF-TOKEN': csrfToken(),
        },
        body,
        signal: own.signal,
      })
      if (!response.ok) throw new Error(await fault(response))
      const { data } = (await response.json()) as { data: InvoicePreview }
      preview.value = data
      failure.value = ''
    } catch (error) {
      if (own.signal.aborted) return
      preview.value = null
      failure.value =
        error instanceof TypeError ? 'There is no connection.' : (error as Error).message
    } finally {
      if (running === own) busy.value = false
    }
  }

  watch(
    () => JSON.stringify(question()),
    (body) => {
      clearTimeout(timer)
      if (body === 'null') {
        running?.abort()
        preview.value = null
        failure.value = ''
        busy.value = false
        return
      }
      timer = setTimeout(() => void ask(body), 250)
    },
    { immediate: true }
  )
  onBeforeUnmount(() => {
    clearTimeout(timer)
    running?.abort()
  })
  return { preview, failure, busy }
}

async function fault(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.includes('json')) {
    return `The server answered ${response.status}.`
  }
  const { title, next, errors } = (await response.json()) as Problem
  const [first] = errors ?? []
  if (!first) return [title, next].filter(Boolean).join(' ')
  const line = /^lines\.(\d+)\./.exec(first.field)
  return line ? `Line ${Number(line[1]) + 1}: ${first.message}` : first.message
}
