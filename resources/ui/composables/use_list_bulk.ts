import type { FieldValues } from '@karkhana/kernel/pages'
import { ask } from './ask.ts'
import { uuid } from './live_stream.ts'
import type { ListState } from './list_query.ts'
import { useRun, type RunProgress } from './use_run.ts'

/** How far an action on many records is. */
export interface ListRun extends RunProgress {
  action: string
  /** The run that it takes back. */
  undoes: string | null
}

/**
 * Does an action of a list to the chosen rows, or to all that match. Small ones are done at once; of larger ones `run`
 * tells how far they are until they end, then `ended` is called.
 */
export function useListBulk(name: () => string | undefined, ended: (run: ListRun) => void) {
  const address = (path: string) => `/lists/${name()}/runs${path}`
  const following = useRun<ListRun>((id) => address(`/${id}`), ended)
  const { run, failure, sending, send, follow, close } = following
  /** The same attempt keeps its key: sent twice, it is done once. */
  let key = uuid()

  return {
    ...{ run, failure, sending, close },
    async begin(
      action: string,
      input: FieldValues,
      rows: { ids: string[] } | { query: ListState }
    ) {
      const sent = await send(address(''), { key, action, input, ...rows })
      if (sent) key = uuid()
      return sent
    },
    undo: async (id: string) =>
      follow(await ask<ListRun>(address(`/${id}/undo`), { method: 'POST', body: {} })),
    retry: () => send(address(`/${run.value?.id}/retry`)),
    cancel: () => send(address(`/${run.value?.id}/cancel`)),
  }
}
