import { router } from '@inertiajs/vue3'
import { onBeforeUnmount, watch } from 'vue'
import { listenLive, type LiveMessage } from './live_stream.ts'
import { useShared } from './use_shared.ts'

/** What is listened to: a table of the reader's organisation, or one record of it. */
export interface LiveSubject {
  table: string
  /** Id of the record; without it every change of the table counts. */
  id?: string
}

interface LiveOptions {
  /** What happens then. Without it the props named by `only` are asked for anew. */
  onMessage?: (message: LiveMessage) => void
  /** Props of the page to ask for anew; all of them when left out. */
  only?: string[]
}

/** Milliseconds in which changes are answered together. */
const TOGETHER = 150

/**
 * Hears of changes that others make, of rows the reader may see. Lists of `KList` and pages of one record do it by
 * themselves; this is for boards, cards and whatever shows records in another way. `null` listens to nothing.
 */
export function useLive(subject: () => LiveSubject | null, options: LiveOptions = {}): void {
  const shared = useShared()
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop: (() => void) | undefined

  const { only } = options
  const reload = () => router.reload(only ? { only } : {})
  function onMessage(message: LiveMessage) {
    if (options.onMessage) options.onMessage(message)
    else if (message.kind !== 'presence') {
      clearTimeout(timer)
      timer = setTimeout(reload, TOGETHER)
    }
  }

  watch(
    () => {
      const wanted = subject()
      const organisation = shared.value.organisation?.id
      if (!wanted || !organisation || !shared.value.permissions.includes('kernel.live.use')) {
        return null
      }
      const { table, id } = wanted
      return id
        ? `organisations/${organisation}/records/${table}/${id}`
        : `organisations/${organisation}/tables/${table}`
    },
    (channel) => {
      stop?.()
      stop = channel === null ? undefined : listenLive(channel, onMessage)
    },
    { immediate: true }
  )
  onBeforeUnmount(() => {
    clearTimeout(timer)
    stop?.()
  })
}
