import { usePrinting } from './use_printing.ts'
import { computed, nextTick, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Rows that are drawn or left out together. */
const BLOCK = 40
/** Screens that are drawn above and below what is seen. */
const AROUND = 1

/**
 * Which rows of a long list are drawn: those near the window, in blocks; what lies above and below is empty space as
 * high as the rows would be. The number of drawn rows does not grow with the list. On paper all of them are drawn.
 *
 * @param estimate pixels of a row until one was measured
 */
export function useListWindow(
  count: () => number,
  root: Ref<HTMLElement | null>,
  estimate: () => number
) {
  const first = ref(0)
  const last = ref(1)
  const rowHeight = ref(0)
  const height = () => rowHeight.value || estimate()
  let frame = 0

  function measure() {
    const drawn = root.value?.querySelectorAll<HTMLElement>('[data-row]')
    if (!drawn || drawn.length < 2) return
    const top = drawn[0].getBoundingClientRect().top
    const bottom = drawn[drawn.length - 1].getBoundingClientRect().bottom
    const measured = (bottom - top) / drawn.length
    if (measured > 8) rowHeight.value = measured
  }
  function place() {
    frame = 0
    if (!root.value) return
    measure()
    const space = root.value.querySelector<HTMLElement>('[data-rows]')
    const top = (space ?? root.value).getBoundingClientRect().top
    const seen = window.innerHeight
    const block = height() * BLOCK
    first.value = Math.max(0, Math.floor((-top - seen * AROUND) / block))
    last.value = Math.max(first.value + 1, Math.ceil((-top + seen * (1 + AROUND)) / block))
  }
  const soon = () => (frame ||= requestAnimationFrame(place))
  onMounted(() => {
    window.addEventListener('scroll', soon, { passive: true })
    window.addEventListener('resize', soon, { passive: true })
    place()
  })
  onBeforeUnmount(() => {
    window.removeEventListener('scroll', soon)
    window.removeEventListener('resize', soon)
    cancelAnimationFrame(frame)
  })

  const printing = usePrinting()
  const from = computed(() =>
    printing.value ? 0 : Math.min(first.value * BLOCK, Math.max(0, count() - BLOCK))
  )
  const to = computed(() => (printing.value ? count() : Math.min(last.value * BLOCK, count())))
  return {
    from,
    to,
    before: computed(() => from.value * height()),
    after: computed(() => (count() - to.value) * height()),
    /** Brings a row into sight, also one that is not drawn yet. */
    async show(index: number) {
      const drawn = () => root.value?.querySelector(`[data-row="${index}"]`)
      if (!drawn()) {
        const space = root.value?.querySelector<HTMLElement>('[data-rows]')
        const top = (space?.getBoundingClientRect().top ?? 0) + window.scrollY
        window.scrollTo({ top: top + index * height() - window.innerHeight / 2 })
        place()
        await nextTick()
      }
      drawn()?.scrollIntoView({ block: 'nearest' })
    },
  }
}
