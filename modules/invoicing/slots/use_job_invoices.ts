import { onBeforeUnmount, ref, watch } from 'vue'
import type { InvoiceOption } from '../services/lookup.ts'

/** The invoices of a job card, read when the card is shown and when it changes. */
export function useJobInvoices(job: () => { jobId: string; status: string }) {
  const invoices = ref<InvoiceOption[] | null>(null)
  const failure = ref('')
  let running: AbortController | undefined

  async function load() {
    running?.abort()
    const own = new AbortController()
    running = own
    failure.value = ''
    try {
      const response = await fetch(`/invoicing/lookup?job=${job().jobId}`, {
        credentials: 'same-origin',
        headers: { Accept: 'application/json' },
        signal: own.signal,
      })
      if (!response.ok) throw new Error(`The server answered ${response.status}.`)
      invoices.value = ((await response.json()) as { data: InvoiceOption[] }).data
    } catch (error) {
      if (own.signal.aborted) return
      failure.value = error instanceof TypeError ? 'There is no connection.' : String(error)
    }
  }
  watch(() => [job().jobId, job().status], load, { immediate: true })
  onBeforeUnmount(() => running?.abort())
  return { invoices, failure, load }
}
