import { ask, listenLive, useShared, useText } from '@karkhana/ui'
import { computed, onBeforeUnmount, ref, watch } from 'vue'

const unread = ref(0)

/** How many notifications of the reader are unread, one figure for the whole window, and what the way there says. */
export function useInbox() {
  const text = useText('kernel')
  const label = computed(() =>
    [
      text('shell.inbox'),
      ...(unread.value > 0 ? [text('shell.unread', { count: unread.value })] : []),
    ].join(', ')
  )
  return { unread, label }
}

/**
 * Keeps that figure: read once the shell stands, and again when something comes in. For the shell alone; without an
 * answer the figure stays as it is, and the next message asks again.
 */
export function useInboxCount() {
  const shared = useShared()
  let stop: (() => void) | undefined

  async function read() {
    const answer = await ask<{ unread: number }>('/inbox/count').catch(() => null)
    if (answer) unread.value = answer.unread
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
