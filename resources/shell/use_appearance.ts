import { router } from '@inertiajs/vue3'
import { useShared, useTheme, type Theme } from '@karkhana/ui'
import { watch } from 'vue'

/** The choices of light and dark, as every menu offers them. */
export const APPEARANCES: { value: Theme; label: string; icon: string }[] = [
  { value: 'dark', label: 'Dark', icon: 'i-lucide-moon' },
  { value: 'light', label: 'Light', icon: 'i-lucide-sun' },
  { value: 'system', label: 'Like the device', icon: 'i-lucide-monitor' },
]

/**
 * Light or dark, as the person chose it: shown at once, kept with the account, followed on their next device. Somebody
 * who has never chosen keeps what the device has.
 */
export function useAppearance() {
  const shared = useShared()
  const { theme, setTheme } = useTheme()

  watch(
    () => shared.value.user?.appearance,
    (chosen) => {
      if (chosen && chosen !== theme.value) setTheme(chosen)
    },
    { immediate: true }
  )

  function choose(appearance: Theme) {
    setTheme(appearance)
    router.put(
      '/account/appearance',
      { appearance },
      { preserveScroll: true, preserveState: true, showProgress: false }
    )
  }
  return { theme, choose }
}
