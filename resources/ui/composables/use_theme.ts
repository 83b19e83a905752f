import { ref } from 'vue'

/** The reader's choice; `system` follows the device. */
export type Theme = 'dark' | 'light' | 'system'

const COOKIE = 'theme'
const ONE_YEAR = 365 * 24 * 60 * 60

function stored(): Theme {
  if (typeof localStorage === 'undefined') return 'dark'
  const value = localStorage.getItem(COOKIE)
  return value === 'light' || value === 'system' ? value : 'dark'
}

const theme = ref<Theme>(stored())

function apply() {
  const light = matchMedia('(prefers-color-scheme: light)').matches
  const shown = theme.value === 'system' ? (light ? 'light' : 'dark') : theme.value
  document.documentElement.classList.remove('dark', 'light')
  document.documentElement.classList.add(shown)
  document
    .querySelector('meta[name="theme-color"]')
    ?.setAttribute('content', shown === 'dark' ? '#09090b' : '#f5f5f6')
}

/** Follows the device while the choice is `system`; called once by the entry. */
export function startTheme(): void {
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', apply)
  apply()
}

/**
 * The theme switch. The choice is kept in this browser and in a cookie, so that the server can
 * set the class of the first paint.
 */
export function useTheme() {
  const setTheme = (choice: Theme) => {
    theme.value = choice
    localStorage.setItem(COOKIE, choice)
    document.cookie = `${COOKIE}=${choice}; path=/; max-age=${ONE_YEAR}; samesite=lax`
    apply()
  }
  return { theme, setTheme }
}
