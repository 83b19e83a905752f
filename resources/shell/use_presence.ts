import { csrfToken, useShared, windowId } from '@karkhana/ui'
import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'

/** Somebody who has the open record open, too. */
export interface PresentPerson {
  id: string
  name: string
  editing: boolean
}

/** Milliseconds between two signs of life; the server forgets a window after forty-five seconds. */
const EVERY = 20_000

/**
 * Tells the server which record this window has open, and whether it edits it, and who else has. `people` is what the
 * stream brings; the answer to a sign of life brings it, too.
 */
export function usePresence(people: Ref<PresentPerson[]>) {
  const shared = useShared()
  let timer: ReturnType<typeof setInterval> | undefined
  const told = ref<string | null>(null)

  const place = computed(() => {
    const { live, memberId, readOnly, permissions } = shared.value
    const tells = memberId && !readOnly && permissions.includes('kernel.live.use')
    return live && tells ? JSON.stringify(live) : null
  })

  async function beat() {
    if (!place.value || document.hidden) return
    const wanted = place.value
    told.value = wanted
    const answer = await send('/live/presence', { window: windowId, ...JSON.parse(wanted) })
    if (!answer?.ok || place.value !== wanted) return
    const { data } = (await answer.json()) as { data: { people: PresentPerson[] } }
    people.value = data.people
  }
  function leave() {
    if (told.value) void send('/live/presence/leave', { window: windowId })
    told.value = null
  }
  function onVisibility() {
    if (document.hidden) leave()
    else void beat()
  }

  watch(
    place,
    (now) => {
      clearInterval(timer)
      people.value = []
      if (!now) return leave()
      void beat()
      timer = setInterval(() => void beat(), EVERY)
    },
    { immediate: true }
  )
  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('pagehide', leave)
  onBeforeUnmount(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', onVisibility)
    window.removeEventListener('pagehide', leave)
    leave()
  })

  /** Everybody but the reader. */
  return computed(() => people.value.filter(({ id }) => id !== shared.value.memberId))
}

/** A sign of life that does not arrive is made up for by the next one. */
function send(path: string, body: object): Promise<Response | null> {
  return fetch(path, {
    method: 'POST',
    keepalive: true,
    headers: {
      'Content-Type': 'application/json',
      'Accept': 'application/json',
      'X-XSRF-TOKEN': csrfToken(),
    },
    body: JSON.stringify(body),
  }).catch(() => null)
}
