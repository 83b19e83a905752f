import { onBeforeUnmount, ref } from 'vue'
import { ask } from './ask.ts'
import { uuid } from './live_stream.ts'
import type { ListState } from './list_query.ts'

/** How far a print of many records is. */
export interface ListPrint {
  id: string
  state: 'running' | 'done' | 'cancelled' | 'failed'
  output: 'pdf' | 'zip'
  total: number
  done: number
  failed: number
  failures: { id: string; title: string; reason: string }[]
  failure: string | null
  /** Address of the file. */
  href: string | null
}

/** What is printed of the rows, and on which paper. */
export interface PrintWish {
  document: string
  output: 'pdf' | 'zip'
  format?: string
  language?: string
}

/** Milliseconds between two looks at a print. */
const LOOK = 700

/** Has a document of the chosen rows printed, or of all that match; `print` tells how far it is. */
export function useListPrint(name: () => string | undefined) {
  const print = ref<ListPrint | null>(null)
  const failure = ref('')
  const sending = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The same attempt keeps its key: sent twice, it is printed once. */
  let key = uuid()

  function follow(now: ListPrint) {
    print.value = now
    clearTimeout(timer)
    if (now.state === 'running') timer = setTimeout(() => void look(now.id), LOOK)
  }
  async function look(id: string) {
    try {
      const now = await ask<ListPrint>(`/documents/prints/${id}`)
      failure.value = ''
      follow(now)
    } catch (error) {
      failure.value = (error as Error).message
      timer = setTimeout(() => void look(id), LOOK * 5)
    }
  }
  async function sent(address: string, body: object) {
    sending.value = true
    failure.value = ''
    try {
      follow(await ask<ListPrint>(address, { method: 'POST', body }))
      return true
    } catch (error) {
      failure.value = (error as Error).message
      return false
    } finally {
      sending.value = false
    }
  }
  onBeforeUnmount(() => clearTimeout(timer))

  return {
    ...{ print, failure, sending },
    async begin(
      { document, ...wish }: PrintWish,
      rows: { ids: string[]; query: ListState } | { query: ListState }
    ) {
      const began = await sent(`/documents/${document}/prints`, {
        ...{ key, list: name() },
        ...wish,
        ...rows,
      })
      if (began) key = uuid()
      return began
    },
    cancel: () => sent(`/documents/prints/${print.value?.id}/cancel`, {}),
    close: () => {
      clearTimeout(timer)
      print.value = null
      failure.value = ''
    },
  }
}
