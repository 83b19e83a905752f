import { ask, listenLive, useShared, useText } from '@karkhana/ui'
import { computed, onBeforeUnmount, ref, watch } from 'vue'

/** Work that the reader began and that says how far it is. */
export interface OwnWork {
  id: string
  title: string
  state: 'queued' | 'running' | 'failed' | 'waiting' | 'done' | 'dead' | 'cancelled'
  progress: number | null
  note: string | null
  result: { href?: string; label?: string } | null
}

const unread = ref(0)
const work = ref<OwnWork[]>([])

/** How many notifications of the reader are unread and what works for them, the same for the whole window. */
export function useInbox() {
  const text = useText('kernel')
  const label = computed(() =>
    [
      text('shell.inbox'),
      ...(unread.value > 0 ? [text('shell.unread', { count: unread.value })] : []),
    ].join(', ')
  )
  return { unread, work, label }
}

/**
 * Keeps that figure: read once the shell stands, and again when something comes in. For the shell alone; without an
 * answer the figure stays as it is, and the next message asks again.
 */
export function useInboxCount() {
  const shared = useShared()
  let stop: (() => void) | undefined

  async function read() {
    const answer = await ask<{ unread: number; work: OwnWork[] }>('/inbox/count').catch(() => null)
    if (!answer) return
    unread.value = answer.unread
    work.value = answer.work
  }

  const channel = computed(() => {
    const { organisation, memberId, permissions } = shared.value
    if (!organisation || !memberId || !permissions.includes('kernel.inbox.use')) return null
    return `organisations/${organisation.id}/members/${memberId}`
  })
  watch(
    channel,
    (now) => {
      stop?.()
      stop = undefined
      unread.value = 0
      work.value = []
      if (!now) return
      void read()
      if (shared.value.permissions.includes('kernel.live.use')) {
        stop = listenLive(now, () => void read())
      }
    },
    { immediate: true }
  )
  onBeforeUnmount(() => stop?.())
}
