import { router } from '@inertiajs/vue3'
import { onBeforeUnmount, onMounted } from 'vue'

/** Milliseconds in which a dialog may close and give the keyboard back by itself. */
const PATIENCE = 1_000

/**
 * Where the keyboard is after a visit. A new page begins at its heading, as one that was loaded does for who listens;
 * what was acted on may be gone afterwards (a step that was taken, a dialog that closed), then the heading of the same
 * page has it. Where a page takes it by itself, or it is still where it was, nothing moves.
 */
export function useFocus(): void {
  let path = ''
  /** Whether something of the page had the keyboard when the visit began. */
  let held = false
  let waiting = 0

  const isLost = () => !document.activeElement || document.activeElement === document.body
  const place = () => window.location.pathname

  function toHeading() {
    const heading = document.querySelector<HTMLElement>('main h1, h1')
    if (!heading) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }
  /** Dialogs go with a movement, and give back what they took at its end. */
  function onceDialogsAreGone(then: () => void) {
    const end = performance.now() + PATIENCE
    const look = () => {
      const open = document.querySelector('[role="dialog"], [role="alertdialog"]')
      if (open && performance.now() < end) waiting = requestAnimationFrame(look)
      else if (!open) waiting = requestAnimationFrame(() => waiting && then())
    }
    cancelAnimationFrame(waiting)
    waiting = requestAnimationFrame(look)
  }

  const stops = [
    router.on('start', ({ detail: { visit } }) => {
      if (visit.async || visit.prefetch) return
      path = place()
      held = !isLost()
    }),
    router.on('finish', ({ detail: { visit } }) => {
      if (visit.async || visit.prefetch) return
      const moved = place() !== path
      if (!moved && !held) return
      onceDialogsAreGone(() => {
        const inContent = document.activeElement?.closest('main')
        if (moved ? !inContent : isLost()) toHeading()
      })
    }),
  ]
  onMounted(() => (path = place()))
  onBeforeUnmount(() => {
    cancelAnimationFrame(waiting)
    for (const stop of stops) stop()
  })
}
