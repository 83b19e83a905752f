import { ref, watch, type Ref } from 'vue'

/** Whether something was opened yet: what lies over a page is fetched on first use, and kept afterwards. */
export function useOnceOpen(open: Readonly<Ref<boolean>>): Readonly<Ref<boolean>> {
  const used = ref(open.value)
  watch(open, (now) => {
    if (now) used.value = true
  })
  return used
}
