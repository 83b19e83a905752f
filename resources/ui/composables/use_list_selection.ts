import { computed, onBeforeUnmount, onMounted, shallowRef } from 'vue'

/** Which rows of a list are chosen: one by one, a stretch by shift, or all that match. */
export function useListSelection(keys: () => string[], active: () => number, on: () => boolean) {
  const selected = shallowRef(new Set<string>())
  /** All rows that match the filters, also those that are not loaded. */
  const everything = shallowRef(false)
  let anchor = -1

  function set(next: Iterable<string>) {
    selected.value = new Set(next)
    everything.value = false
  }
  function toggle(index: number, { range = false } = {}) {
    const all = keys()
    const key = all[index]
    if (key === undefined) return
    const next = new Set(selected.value)
    if (range && anchor >= 0) {
      const [from, to] = [Math.min(anchor, index), Math.max(anchor, index)]
      for (const each of all.slice(from, to + 1)) next.add(each)
    } else {
      if (!next.delete(key)) next.add(key)
      anchor = index
    }
    set(next)
  }
  function clear() {
    set([])
    anchor = -1
  }

  /** Shift with an arrow takes the rows along that it passes. */
  function extend(from: number, to: number) {
    if (anchor < 0) anchor = Math.max(from, 0)
    const all = keys()
    const [first, last] = [Math.min(anchor, to), Math.max(anchor, to)]
    set([...selected.value, ...all.slice(first, last + 1)])
  }

  function onKey(event: KeyboardEvent) {
    if (!on() || event.key !== 'Escape' || event.defaultPrevented) return
    if (document.querySelector('[role="dialog"],[role="menu"]')) return
    if (selected.value.size > 0) clear()
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))

  return {
    selected,
    everything,
    count: computed(() => selected.value.size),
    allLoaded: computed(() => keys().length > 0 && keys().every((key) => selected.value.has(key))),
    toggle,
    extend,
    clear,
    set,
    toggleAll() {
      if (keys().every((key) => selected.value.has(key))) clear()
      else set(keys())
    },
    toggleActive: () => toggle(active()),
  }
}
