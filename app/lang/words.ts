import type { Language, TextParams } from './declaration.ts'
import { labelIn, translate } from './translate.ts'

/** The texts of one owner in one language, for what the server writes to people: papers, mails, text messages. */
export interface Words {
  /**
   * A text by its key without the owner in front: `say('paper.received', { amount })`.
   * @throws UnknownTextError, TextParamsError
   */
  (key: string, params?: TextParams): string
  /** A label that source declares in English; the English where it is not translated. */
  label(english: string): string
  readonly language: Language
}

/** The texts of a module, or of `kernel`, in a language: `const say = wordsOf('hi', 'invoicing')`. */
export function wordsOf(language: Language, owner: string): Words {
  const say = (key: string, params?: TextParams) => translate(language, `${owner}.${key}`, params)
  return Object.assign(say, {
    label: (english: string) => labelIn(language, owner, english),
    language,
  })
}
