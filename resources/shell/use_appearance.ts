import { router } from '@inertiajs/vue3'
import { useShared, useTheme, type Contrast, type Density, type Theme } from '@karkhana/ui'
import { watch } from 'vue'

/** The choices of light and dark, as every menu offers them. */
export const APPEARANCES: { value: Theme; label: string; icon: string }[] = [
  { value: 'dark', label: 'Dark', icon: 'i-lucide-moon' },
  { value: 'light', label: 'Light', icon: 'i-lucide-sun' },
  { value: 'system', label: 'Like the device', icon: 'i-lucide-monitor' },
]
export const CONTRASTS: { value: Contrast; label: string; icon: string }[] = [
  { value: 'system', label: 'Like the device', icon: 'i-lucide-monitor' },
  { value: 'more', label: 'More contrast', icon: 'i-lucide-contrast' },
]
export const DENSITIES: { value: Density; label: string; icon: string }[] = [
  { value: 'comfortable', label: 'Comfortable', icon: 'i-lucide-rows-2' },
  { value: 'compact', label: 'Compact', icon: 'i-lucide-rows-4' },
]

/** What of the look is chosen anew. */
export interface ChosenLook {
  appearance?: Theme
  contrast?: Contrast
  density?: Density
}

/** What was chosen and is not kept yet: a visit takes the place of the one before, and its choice with it. */
let unsaved: ChosenLook = {}

/**
 * How the pages look, as the person chose it: shown at once, kept with the account, followed on their next device.
 * Somebody who has never chosen between light and dark keeps what the device has.
 */
export function useAppearance() {
  const shared = useShared()
  const { theme, contrast, density, setTheme, setContrast, setDensity } = useTheme()

  function show({ appearance, contrast: asked, density: close }: ChosenLook) {
    if (appearance && appearance !== theme.value) setTheme(appearance)
    if (asked && asked !== contrast.value) setContrast(asked)
    if (close && close !== density.value) setDensity(close)
  }
  const user = () => shared.value.user
  // One by one: the person comes anew with every visit, the choices do not.
  watch(
    [() => user()?.appearance, () => user()?.contrast, () => user()?.density],
    ([appearance, asked, close]) =>
      show({ appearance: appearance ?? undefined, contrast: asked, density: close }),
    { immediate: true }
  )

  function choose(look: ChosenLook) {
    show(look)
    const sent = { ...unsaved, ...look }
    unsaved = sent
    router.put('/account/appearance', sent, {
      preserveScroll: true,
      preserveState: true,
      showProgress: false,
      onSuccess: () => {
        if (unsaved === sent) unsaved = {}
      },
    })
  }
  return { theme, contrast, density, choose }
}
