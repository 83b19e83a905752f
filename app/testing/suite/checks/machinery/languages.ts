import type { MailDefinition } from '../../../../mail/declaration.ts'
import type { Language } from '../../../../lang/declaration.ts'

/**
 * Parts of a message that say the same in every language, although they have words of their own: somebody would read a
 * language that is not theirs. What the data gives (names, addresses, numbers) is the same everywhere.
 */
export function untranslatedParts(mail: MailDefinition, languages: readonly Language[]): string[] {
  const english = partsIn(mail, 'en')
  const problems = languages
    .filter((language) => language !== 'en')
    .flatMap((language) => {
      const other = partsIn(mail, language)
      return Object.keys(english)
        .filter((part) => hasWords(english[part], mail.sample) && english[part] === other[part])
        .map((part) => `says its ${part} in "${language}" as in "en"`)
    })
  if (problems.length === 0) return []
  const how =
    mail.wording || 'language' in mail.sample
      ? 'write it in lang/ and take it by translate(language, …)'
      : 'give it "wording", and its data the "language" of the reader'
  return problems.map((problem) => `${problem}; ${how}`)
}

/** What a message says in a language, part by part, as far as nobody has worded it anew. */
function partsIn(mail: MailDefinition, language: Language): Record<string, string> {
  const data = 'language' in mail.sample ? { ...mail.sample, language } : mail.sample
  const frame = mail.content(data)
  const words = mail.wording?.words(language)
  return {
    subject: words?.subject ?? frame.subject ?? '',
    heading: words?.heading ?? frame.heading ?? '',
    body: words?.body ?? (frame.paragraphs ?? []).join('\n'),
    button: words?.button ?? frame.button?.label ?? '',
    text: words?.text ?? '',
    facts: (frame.facts ?? []).map(({ label }) => label).join('\n'),
    footer: frame.footer.join('\n'),
  }
}

/** Whether a text has words besides what the data gives, `{{ variables }}` and addresses. */
function hasWords(text: string, data: object): boolean {
  const given = textsOf(data).sort((one, other) => other.length - one.length)
  const own = given.reduce((left, each) => left.replaceAll(each, ' '), text)
  return /\p{Ll}{3}/u.test(own.replace(/\{\{.*?\}\}|\{%.*?%\}|https?:\S+|\S+@\S+/g, ' '))
}

function textsOf(data: unknown): string[] {
  if (typeof data === 'string') return data === '' ? [] : [data]
  return data && typeof data === 'object' ? Object.values(data).flatMap(textsOf) : []
}
