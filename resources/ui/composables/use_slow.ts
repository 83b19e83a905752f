import { ref, watch, onBeforeUnmount, type Ref } from 'vue'

/** Turns true only when `busy` has lasted: a short wait shows no skeleton. */
export function useSlow(busy: Ref<boolean>, milliseconds = 300): Ref<boolean> {
  const slow = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    busy,
    (now) => {
      clearTimeout(timer)
      if (now) timer = setTimeout(() => (slow.value = true), milliseconds)
      else slow.value = false
    },
    { immediate: true }
  )
  onBeforeUnmount(() => clearTimeout(timer))
  return slow
}
