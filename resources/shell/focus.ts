import { router } from '@inertiajs/vue3'

/** Milliseconds in which a dialog may close and give the keyboard back by itself. */
const PATIENCE = 1_000

/** Where the visit began. */
let path = ''
/** Whether something of the page had the keyboard when the visit began. */
let held = false
let waiting = 0

const isLost = () => !document.activeElement || document.activeElement === document.body

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
    if (!open) waiting = requestAnimationFrame(then)
    else if (performance.now() < end) waiting = requestAnimationFrame(look)
  }
  cancelAnimationFrame(waiting)
  waiting = requestAnimationFrame(look)
}

/**
 * Where the keyboard is after a visit. A new page begins at its heading, as one that was loaded does for who listens;
 * what was acted on may be gone afterwards (a step that was taken, a dialog that closed), then the heading of the same
 * page has it. Where a page takes it by itself, or it is still where it was, nothing moves. Called once by the entry.
 */
export function startFocus(): void {
  router.on('start', ({ detail: { visit } }) => {
    if (visit.async || visit.prefetch) return
    path = window.location.pathname
    held = !isLost()
  })
  router.on('finish', ({ detail: { visit } }) => {
    if (visit.async || visit.prefetch) return
    const moved = window.location.pathname !== path
    if (!moved && !held) return
    onceDialogsAreGone(() => {
      const inContent = document.activeElement?.closest('main')
      if (moved ? !inContent : isLost()) toHeading()
    })
  })
}
