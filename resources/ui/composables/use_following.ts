import { router } from '@inertiajs/vue3'
import { computed, onBeforeUnmount, watch } from 'vue'
import { listenLive } from './live_stream.ts'
import { useShared } from './use_shared.ts'

/** Milliseconds between two looks at what is under way, where nothing tells of it. */
const LOOK = 1_500
/** The same while the stream tells of it: it may break unheard. */
const SELDOM = 10_000
/** Milliseconds in which what the stream tells is answered together. */
const TOGETHER = 250

/**
 * Looks after something that is under way: calls `look` when the stream tells that work of the reader went on, and by
 * the clock behind it, one at a time, until `busy` is false. Work of others comes by the clock alone.
 */
export function useFollowing(busy: () => boolean, look: () => Promise<void>): void {
  const shared = useShared()
  const channel = computed(() => {
    const { organisation, memberId, permissions } = shared.value
    if (!organisation || !memberId || !permissions.includes('kernel.live.use')) return null
    return `organisations/${organisation.id}/members/${memberId}`
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop: (() => void) | undefined
  let heard = false
  let looking = false

  function after(ms: number) {
    clearTimeout(timer)
    if (busy()) timer = setTimeout(() => void now(), ms)
  }
  async function now() {
    if (looking) return
    looking = true
    await look().finally(() => (looking = false))
    after(heard ? SELDOM : LOOK)
  }
  function leave() {
    clearTimeout(timer)
    stop?.()
    stop = undefined
    heard = false
  }
  watch(
    () => [busy(), channel.value] as const,
    ([isBusy, name]) => {
      leave()
      if (!isBusy) return
      after(LOOK)
      if (!name) return
      stop = listenLive(name, () => {
        heard = true
        after(TOGETHER)
      })
    },
    { immediate: true }
  )
  onBeforeUnmount(leave)
}

/** Asks for props of the page anew while something on it is under way. */
export function useFollowedProps(busy: () => boolean, only: string[]): void {
  useFollowing(
    busy,
    () => new Promise((resolve) => router.reload({ only, onFinish: () => resolve() }))
  )
}
