import type { MailDefinition } from '../../../../mail/declaration.ts'
import { renderMail } from '../../../../mail/render.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import { untranslatedParts } from './languages.ts'

/** What somebody outside may have written into a record. */
const HOSTILE = '<img src=x onerror=alert(1)>{{ 7 | times: 6 }}'

/** A message says what it is given in every language, nothing that an earlier one was given; markup in data is text. */
export async function messageProblems({ manifest }: ModuleUnderTest): Promise<string[]> {
  const problems: string[] = []
  for (const load of manifest.mails) {
    const { default: mail } = (await load()) as { default: MailDefinition }
    const refuse = (what: string) => problems.push(`the message "${mail.id}" ${what}`)
    try {
      const first = marked(mail.sample, 'First-organisation')
      await renderMail(mail, first as never)
      const { html, text, subject } = await renderMail(mail, mail.sample)
      if ([html, text, subject].some((part) => part.includes('First-organisation'))) {
        refuse('tells one organisation what another was told; keep nothing between messages')
      }
      const hostile = await renderMail(mail, marked(mail.sample, HOSTILE) as never)
      if (hostile.html.includes('<img src=x')) {
        refuse('puts markup of its data into the page of the mail; hand it over as text')
      }
      untranslatedParts(mail, manifest.lang).forEach(refuse)
    } catch (error) {
      refuse(`cannot be made of its sample: ${(error as Error).message}`)
    }
  }
  return problems
}

/** Words of people, as against addresses, dates, amounts and names of states. */
const WORDS = /^\p{L}[\p{L}\p{M}]*(?:[ ,.'’-]+[\p{L}\p{M}\p{N}]+)+\.?$/u

/** The data with another sign behind every sentence or name in it. */
function marked(data: unknown, mark: string): unknown {
  if (typeof data === 'string') return WORDS.test(data) ? `${data} ${mark}` : data
  if (Array.isArray(data)) return data.map((each) => marked(each, mark))
  if (data && Object.getPrototypeOf(data) === Object.prototype) {
    return Object.fromEntries(Object.entries(data).map(([key, each]) => [key, marked(each, mark)]))
  }
  return data
}
