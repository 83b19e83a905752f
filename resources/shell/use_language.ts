import { router } from '@inertiajs/vue3'
import { useShared } from '@karkhana/ui'
import { computed } from 'vue'

/** The languages of the product, each by its own name. */
export const LANGUAGES = [
  { value: 'en-IN', code: 'en', label: 'English' },
  { value: 'hi-IN', code: 'hi', label: 'हिन्दी' },
] as const

/** What the person reads: kept with the account, spoken by the open page at once, with what was typed on it. */
export function useLanguage() {
  const shared = useShared()
  const language = computed(() => shared.value.language)

  function choose(locale: (typeof LANGUAGES)[number]['value']) {
    router.put('/account/language', { locale }, { preserveScroll: true, preserveState: true })
  }
  return { language, choose }
}
