import { uuid } from './live_stream.ts'
import type { ListState } from './list_query.ts'
import { useRun, type RunProgress } from './use_run.ts'

/** How far a print of many records is. */
export interface ListPrint extends RunProgress {
  output: 'pdf' | 'zip'
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

/** Has a document of the chosen rows printed, or of all that match; `print` tells how far it is. */
export function useListPrint(name: () => string | undefined) {
  const address = (id: string) => `/documents/prints/${id}`
  const { run: print, failure, sending, send, close } = useRun<ListPrint>(address)
  /** The same attempt keeps its key: sent twice, it is printed once. */
  let key = uuid()

  return {
    ...{ print, failure, sending, close },
    async begin(
      { document, ...wish }: PrintWish,
      rows: { ids: string[]; query: ListState } | { query: ListState }
    ) {
      const began = await send(`/documents/${document}/prints`, {
        ...{ key, list: name() },
        ...wish,
        ...rows,
      })
      if (began) key = uuid()
      return began
    },
    cancel: () => send(`${address(print.value?.id ?? '')}/cancel`),
  }
}
