import { useShared } from '@karkhana/ui'
import { watchEffect } from 'vue'

/** Colours that a brand replaces; see `styles/theme.css`. */
const VARIABLES = {
  '--color-brand': 'accent',
  '--color-brand-strong': 'accentStrong',
  '--ui-primary': 'accent',
} as const

/** Dresses the pages in the accent of the organisation or partner; the server let no unreadable one pass. */
export function useBrand() {
  const shared = useShared()
  watchEffect(() => {
    const { style } = document.documentElement
    for (const [variable, part] of Object.entries(VARIABLES)) {
      const colour = shared.value.brand[part]
      if (colour) style.setProperty(variable, colour)
      else style.removeProperty(variable)
    }
  })
}
