import { nextTick, onBeforeUnmount, ref, type Ref } from 'vue'

/** Pixels between the button and its menu, and between the menu and the edge of the window. */
const GAP = 6
const EDGE = 8

interface MenuPlace {
  /** The button that the menu hangs on. */
  anchor: () => HTMLElement | null
  list: Ref<HTMLElement | null>
  align: () => 'start' | 'end'
  side: () => 'top' | 'bottom'
}

/**
 * Where a menu stands: beside its button, on the other side when there is no room, inside the window in any case. It is
 * closed by a press elsewhere, and when its button is scrolled out of sight.
 */
export function useMenuPlace({ anchor, list, align, side }: MenuPlace) {
  const open = ref(false)
  const style = ref<Record<string, string>>({})

  function place() {
    const button = anchor()?.getBoundingClientRect()
    if (!button || !list.value) return
    const { offsetWidth: width, offsetHeight: height } = list.value
    const below = button.bottom + GAP
    const above = button.top - GAP - height
    const fitsBelow = below + height <= window.innerHeight - EDGE
    const top = side() === 'top' ? (above >= EDGE ? above : below) : fitsBelow ? below : above
    const left = align() === 'start' ? button.left : button.right - width
    const inside = (value: number, size: number, room: number) =>
      `${Math.max(EDGE, Math.min(value, room - size - EDGE))}px`
    style.value = {
      top: inside(top, height, window.innerHeight),
      left: inside(left, width, window.innerWidth),
    }
  }
  function pressedElsewhere(event: PointerEvent) {
    const target = event.target as Node
    if (list.value?.contains(target) || anchor()?.contains(target)) return
    hide()
  }
  /** The menu goes with its button as long as that can be seen. */
  function scrolled(event: Event) {
    if (event.target === list.value) return
    const button = anchor()?.getBoundingClientRect()
    const seen = button && button.bottom > 0 && button.top < window.innerHeight
    if (seen) place()
    else hide()
  }
  async function show() {
    open.value = true
    await nextTick()
    place()
    await nextTick()
    document.addEventListener('pointerdown', pressedElsewhere, true)
    window.addEventListener('scroll', scrolled, true)
    window.addEventListener('resize', hide)
  }
  function hide() {
    open.value = false
    document.removeEventListener('pointerdown', pressedElsewhere, true)
    window.removeEventListener('scroll', scrolled, true)
    window.removeEventListener('resize', hide)
  }
  onBeforeUnmount(hide)
  return { open, style, show, hide }
}
