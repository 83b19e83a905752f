import { ask, listenLive, useShared, useText } from '@karkhana/ui'
import type { RunView } from '@karkhana/kernel/pages'
import { computed, onBeforeUnmount, ref, watch } from 'vue'

const unread = ref(0)
const work = ref<RunView[]>([])

let turn = 0

/**
 * Without an answer the figures stay as they are, and the next message asks again. An answer that comes after a newer
 * question is dropped.
 */
async function read() {
  const mine = ++turn
  const answer = await ask<{ unread: number; work: RunView[] }>('/inbox/count').catch(() => null)
  if (!answer || mine !== turn) return
  unread.value = answer.unread
  work.value = answer.work
}

/** How many notifications of the reader are unread and what works for them, the same for the whole window. */
export function useInbox() {
  const text = useText('kernel')
  const label = computed(() =>
    [
      text('shell.inbox'),
      ...(unread.value > 0 ? [text('shell.unread', { count: unread.value })] : []),
    ].join(', ')
  )
  return { unread, work, label, read }
}

/**
 * Keeps that figure: read once the shell stands, and again when something comes in. For the shell alone.
 */
export function useInboxCount() {
  const shared = useShared()
  let stop: (() => void) | undefined

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
