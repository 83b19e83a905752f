import { onBeforeUnmount, ref } from 'vue'
import type { FieldValues } from '@karkhana/kernel/pages'
import { ask } from './ask.ts'
import { uuid } from './live_stream.ts'
import type { ListState } from './list_query.ts'

/** How far an action on many records is. */
export interface ListRun {
  id: string
  action: string
  state: 'running' | 'done' | 'cancelled' | 'failed'
  total: number
  done: number
  failed: number
  failures: { id: string; title: string; reason: string }[]
  failure: string | null
  /** The run that it takes back. */
  undoes: string | null
}

/** Milliseconds between two looks at a run. */
const LOOK = 700

/**
 * Does an action of a list to the chosen rows, or to all that match. Small ones are done at once; of larger ones `run`
 * tells how far they are until they end, then `ended` is called.
 */
export function useListBulk(name: () => string | undefined, ended: (run: ListRun) => void) {
  const run = ref<ListRun | null>(null)
  const failure = ref('')
  const sending = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The same attempt keeps its key: sent twice, it is done once. */
  let key = uuid()

  const address = (path: string) => `/lists/${name()}/runs${path}`
  async function send(path: string, body?: object) {
    sending.value = true
    failure.value = ''
    try {
      follow(await ask<ListRun>(address(path), { method: 'POST', body }))
      return true
    } catch (error) {
      failure.value = (error as Error).message
      return false
    } finally {
      sending.value = false
    }
  }
  function follow(now: ListRun) {
    run.value = now
    clearTimeout(timer)
    if (now.state === 'running') timer = setTimeout(() => void look(now.id), LOOK)
    else ended(now)
  }
  async function look(id: string) {
    try {
      follow(await ask<ListRun>(address(`/${id}`)))
    } catch (error) {
      failure.value = (error as Error).message
      timer = setTimeout(() => void look(id), LOOK * 5)
    }
  }
  onBeforeUnmount(() => clearTimeout(timer))

  return {
    ...{ run, failure, sending },
    async begin(
      action: string,
      input: FieldValues,
      rows: { ids: string[] } | { query: ListState }
    ) {
      const sent = await send('', { key, action, input, ...rows })
      if (sent) key = uuid()
      return sent
    },
    undo: async (id: string) =>
      follow(await ask<ListRun>(address(`/${id}/undo`), { method: 'POST', body: {} })),
    retry: () => send(`/${run.value?.id}/retry`, {}),
    cancel: () => send(`/${run.value?.id}/cancel`, {}),
    close: () => (run.value = null),
  }
}
