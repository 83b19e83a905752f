import { ref } from 'vue'

/** The reader's choice; `system` follows the device. */
export type Theme = 'dark' | 'light' | 'system'
/** Harder edges and no dimmed text; `system` follows the device. */
export type Contrast = 'more' | 'system'
/** How close together lists and forms stand. */
export type Density = 'comfortable' | 'compact'

const ONE_YEAR = 365 * 24 * 60 * 60
const LIGHT = '(prefers-color-scheme: light)'
const MORE_CONTRAST = '(prefers-contrast: more)'

/** What is kept in this browser, if it is one of these; the first of them otherwise. */
function stored<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
  const value = typeof localStorage === 'undefined' ? null : localStorage.getItem(name)
  return choices.find((choice) => choice === value) ?? choices[0]!
}

const theme = ref<Theme>(stored('theme', ['dark', 'light', 'system']))
const contrast = ref<Contrast>(stored('contrast', ['system', 'more']))
const density = ref<Density>(stored('density', ['comfortable', 'compact']))

function apply() {
  const light = matchMedia(LIGHT).matches
  const shown = theme.value === 'system' ? (light ? 'light' : 'dark') : theme.value
  const { classList, dataset } = document.documentElement
  classList.remove('dark', 'light')
  classList.add(shown)
  const more = contrast.value === 'more' || matchMedia(MORE_CONTRAST).matches
  dataset.contrast = more ? 'more' : ''
  dataset.density = density.value
  document
    .querySelector('meta[name="theme-color"]')
    ?.setAttribute('content', shown === 'dark' ? '#09090b' : '#f5f5f6')
}

/** Follows the device while a choice is `system`; called once by the entry. */
export function startTheme(): void {
  for (const query of [LIGHT, MORE_CONTRAST]) matchMedia(query).addEventListener('change', apply)
  apply()
}

function keep(name: string, choice: string) {
  localStorage.setItem(name, choice)
  document.cookie = `${name}=${choice}; path=/; max-age=${ONE_YEAR}; samesite=lax`
  apply()
}

/**
 * How the pages look: light or dark, contrast, density. Choices are kept in this browser and in cookies, so that the
 * first paint has them.
 */
export function useTheme() {
  const setTheme = (choice: Theme) => keep('theme', (theme.value = choice))
  const setContrast = (choice: Contrast) => keep('contrast', (contrast.value = choice))
  const setDensity = (choice: Density) => keep('density', (density.value = choice))
  return { theme, contrast, density, setTheme, setContrast, setDensity }
}
