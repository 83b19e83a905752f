/** Where the way back is kept: in this tab, for as long as it is open. */
const PLACE = 'karkhana:way-back'

/** Notes the page that held a form whose reader turned out to be signed out. */
export function noteWayBack(path: string): void {
  sessionStorage.setItem(PLACE, path)
}

/** The page to go back to after signing in; `null` when there is none. */
export function readWayBack(): string | null {
  return sessionStorage.getItem(PLACE)
}

/** The reader is back, or somebody else signed in. */
export function forgetWayBack(): void {
  sessionStorage.removeItem(PLACE)
}
