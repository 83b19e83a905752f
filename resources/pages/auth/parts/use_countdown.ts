import { useIntervalFn } from '@vueuse/core'
import { computed, ref, watch } from 'vue'

/** Counts seconds down to zero; `words` are "1 min 20 s". Begins anew when the source changes. */
export function useCountdown(seconds: () => number) {
  const until = ref(0)
  const now = ref(Date.now())
  const left = computed(() => Math.max(0, Math.ceil((until.value - now.value) / 1000)))
  const clock = useIntervalFn(() => {
    now.value = Date.now()
    if (left.value === 0) clock.pause()
  }, 500)
  watch(
    seconds,
    (given) => {
      now.value = Date.now()
      until.value = now.value + given * 1000
      if (given > 0) clock.resume()
    },
    { immediate: true }
  )
  const words = computed(() => {
    const minutes = Math.floor(left.value / 60)
    return [minutes > 0 ? `${minutes} min` : '', `${left.value % 60} s`].filter(Boolean).join(' ')
  })
  return { left, words }
}
