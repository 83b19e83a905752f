import { useDebounceFn } from '@vueuse/core'
import { ref, watch } from 'vue'
import { ask } from './ask.ts'

/** What the server says of a password that is being typed. */
export interface PasswordAdvice {
  /** 0 to 4. */
  score: number
  good: boolean
  message: string
}

/** Milliseconds of silence after which the server is asked. */
const SILENCE = 350

/**
 * Asks the server how good a new password is, while it is typed; the dictionaries are too large for a browser. `words`
 * are its owner's: name, e-mail, organisation. No answer is no advice: the form says it again when it is sent.
 */
export function usePasswordAdvice(
  password: () => string | null | undefined,
  words: () => (string | null | undefined)[]
) {
  const advice = ref<PasswordAdvice | null>(null)
  let running: AbortController | undefined

  const askSoon = useDebounceFn(async () => {
    const typed = password()
    if (!typed) return
    const own = new AbortController()
    running = own
    try {
      advice.value = await ask<PasswordAdvice>('/password-strength', {
        body: { password: typed.slice(0, 200), words: words().slice(0, 10) },
        signal: own.signal,
      })
    } catch {
      if (!own.signal.aborted) advice.value = null
    }
  }, SILENCE)

  watch([password, () => words().join('\n')], ([typed]) => {
    running?.abort()
    if (!typed) advice.value = null
    else void askSoon()
  })
  return advice
}
