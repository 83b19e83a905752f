import User from '../../identity/models/user.ts'
import { NotFoundError, RuleError } from '../../errors.ts'
import type { Language } from '../../lang/declaration.ts'
import { mailsOf } from '../../mail/declared.ts'
import type { MailDefinition, Wording } from '../../mail/declaration.ts'
import { MailError } from '../../mail/errors.ts'
import { deliver } from '../../mail/outgoing.ts'
import { renderMail, valuesOf, type RenderedMail } from '../../mail/render.ts'
import { mailSenderOf } from '../../settings/brand.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { mailBrandOf } from '../brand.ts'
import {
  ensureUsable,
  problemsOf,
  WORDING_FIELDS,
  type WordingContext,
  type WordingField,
  type WordingProblem,
} from './check.ts'
import { fillTemplate } from './engine.ts'
import { segmentsOf, type Segments } from './segments.ts'
import {
  addVersion,
  changedTemplates,
  versionsOf,
  wordingOf,
  type WordingVersion,
} from './versions.ts'

/** A message as the list of templates shows it. */
export interface TemplateRow {
  id: string
  label: string
  description: string | null
  module: { id: string; name: string }
  /** Whether the organisation may word it anew, and whether it has. */
  editable: boolean
  changed: boolean
  /** Whether it goes as a text message too. */
  text: boolean
}

/** A message with the words that count, and how it looks with made-up data. */
export interface TemplateView extends TemplateRow {
  language: Language
  /** What the organisation sends now; `null` for a message that cannot be worded anew. */
  words: Wording | null
  /** What the module ships. */
  shipped: Wording | null
  version: number
  variables: { name: string; label: string; sample: string }[]
  /** The fields of this message, and those that may not be empty. */
  fields: WordingField[]
  required: WordingField[]
  versions: WordingVersion[]
  rendered: RenderedMail
}

/** How words would look; with problems there is nothing to look at. */
export interface TemplatePreview {
  problems: WordingProblem[]
  rendered: RenderedMail | null
  text: (Segments & { filled: string }) | null
}

/** Messages of the modules in use. @throws ForbiddenError */
export async function listTemplates(scope: Scope): Promise<TemplateRow[]> {
  scope.ensure('kernel.settings.view')
  const changed = await scope.read(changedTemplates)
  return (await mailsOf(scope)).map((found) => rowOf(found, changed))
}

/**
 * One message in a language.
 * @throws ForbiddenError; NotFoundError also while its module is off
 */
export async function readTemplate(
  scope: Scope,
  id: string,
  language: Language
): Promise<TemplateView> {
  scope.ensure('kernel.settings.view')
  const found = await templateOf(scope, id)
  const { mail } = found
  const shipped = mail.wording?.words(language) ?? null
  const { current, versions, changed } = await scope.read(async (unit) => ({
    current: await wordingOf(unit, id, language),
    versions: await versionsOf(unit, id, language),
    changed: await changedTemplates(unit),
  }))
  const sample = sampleIn(mail, language)
  return {
    ...rowOf(found, changed),
    language,
    words: current.words ?? shipped,
    shipped,
    version: current.number,
    variables: Object.entries(valuesOf(mail, sample)).map(([name, value]) => ({
      name,
      label: mail.wording!.variables[name].label,
      sample: value === null ? '' : String(value),
    })),
    fields: fieldsOf(shipped),
    required: requiredOf(shipped),
    versions,
    rendered: await renderMail(mail, sample, {
      words: shipped && usable(mail, current.words, language) ? current.words : null,
      brand: await mailBrandOf(scope),
    }),
  }
}

/** Shows words before they are saved. @throws ForbiddenError, NotFoundError, RuleError */
export async function previewTemplate(
  scope: Scope,
  id: string,
  language: Language,
  words: Partial<Wording>
): Promise<TemplatePreview> {
  scope.ensure('kernel.message_template.manage')
  const { mail, shipped } = await wordedTemplate(scope, id, language)
  const checked = fieldsIn(words, shipped)
  const problems = problemsOf(checked, contextOf(mail, language))
  if (problems.length > 0) return { problems, rendered: null, text: null }
  const sample = sampleIn(mail, language)
  const filled = checked.text ? fillTemplate(checked.text, valuesOf(mail, sample)).trim() : null
  return {
    problems,
    rendered: await renderMail(mail, sample, {
      words: checked as Wording,
      brand: await mailBrandOf(scope),
    }),
    text: filled === null ? null : { filled, ...segmentsOf(filled) },
  }
}

/**
 * Saves words as a new version; messages that wait go with them.
 * @throws ForbiddenError, NotFoundError, RuleError E_MESSAGE_TEMPLATE naming field and line
 */
export async function saveTemplate(
  scope: Scope,
  id: string,
  language: Language,
  words: Partial<Wording>
): Promise<{ id: string; language: Language; version: number }> {
  scope.ensure('kernel.message_template.manage')
  const { mail, shipped } = await wordedTemplate(scope, id, language)
  const checked = fieldsIn(words, shipped)
  ensureUsable(checked, contextOf(mail, language))
  const version = await scope.work((unit) => addVersion(unit, id, language, checked as Wording))
  return { id, language, version }
}

/** Takes the words of the module again, as a further version. @throws ForbiddenError, NotFoundError, RuleError */
export async function resetTemplate(
  scope: Scope,
  id: string,
  language: Language
): Promise<{ id: string; language: Language; version: number }> {
  scope.ensure('kernel.message_template.manage')
  await wordedTemplate(scope, id, language)
  const version = await scope.work((unit) => addVersion(unit, id, language, null))
  return { id, language, version }
}

/**
 * Sends words with made-up data to the address of the reader.
 * @throws ForbiddenError, NotFoundError, RuleError; E_MESSAGE_TEST when the mail server does not take it
 */
export async function testTemplate(
  scope: Scope,
  id: string,
  language: Language,
  words: Partial<Wording>
): Promise<{ to: string }> {
  scope.ensure('kernel.message_template.manage')
  const { mail, shipped } = await wordedTemplate(scope, id, language)
  const checked = fieldsIn(words, shipped)
  ensureUsable(checked, contextOf(mail, language))
  const user =
    scope.actor.kind === 'user' && scope.actor.id ? await User.find(scope.actor.id) : null
  if (!user) {
    throw new RuleError('E_MESSAGE_TEST', 'A program has no address to send a test to.', {
      next: 'Sign in and send it from the page.',
    })
  }
  const rendered = await renderMail(mail, sampleIn(mail, language), {
    words: checked as Wording,
    brand: await mailBrandOf(scope),
  })
  try {
    await deliver({
      ...rendered,
      subject: `[Test] ${rendered.subject}`,
      ...(await mailSenderOf(scope)),
      to: [{ name: user.name, address: user.email }],
      attachments: [],
      idempotencyKey: `kernel.template_test/${scope.requestId ?? crypto.randomUUID()}`,
    })
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    throw new RuleError('E_MESSAGE_TEST', error.message, { next: error.next, cause: error })
  }
  return { to: user.email }
}

type Found = Awaited<ReturnType<typeof mailsOf>>[number]

async function templateOf(scope: Scope, id: string): Promise<Found> {
  const found = (await mailsOf(scope)).find(({ mail }) => mail.id === id)
  if (!found) throw new NotFoundError('message')
  return found
}

/** @throws NotFoundError, RuleError when the words of the message are fixed */
async function wordedTemplate(scope: Scope, id: string, language: Language) {
  const { mail } = await templateOf(scope, id)
  if (!mail.wording) {
    throw new RuleError('E_MESSAGE_FIXED', 'The words of this message cannot be changed.', {
      next: 'Its module does not offer it.',
    })
  }
  return { mail, shipped: mail.wording.words(language) }
}

function rowOf({ mail, module }: Found, changed: Set<string>): TemplateRow {
  return {
    id: mail.id,
    label: mail.label,
    description: mail.description ?? null,
    module,
    editable: mail.wording !== undefined,
    changed: changed.has(mail.id),
    text: Boolean(mail.wording?.words('en').text),
  }
}

const fieldsOf = (shipped: Wording | null): WordingField[] =>
  shipped ? WORDING_FIELDS.filter((field) => shipped[field] !== undefined) : []

const requiredOf = (shipped: Wording | null): WordingField[] =>
  fieldsOf(shipped).filter((field) => field !== 'preview')

/** The fields that the message has; others are dropped. Line ends as browsers send them become one. */
function fieldsIn(words: Partial<Wording>, shipped: Wording): Partial<Wording> {
  const entries = fieldsOf(shipped).map((field) => [
    field,
    (words[field] ?? '').replace(/\r\n?/g, '\n'),
  ])
  return Object.fromEntries(entries) as Partial<Wording>
}

function contextOf(mail: MailDefinition, language: Language): WordingContext {
  return {
    values: valuesOf(mail, sampleIn(mail, language)),
    required: requiredOf(mail.wording!.words(language)),
  }
}

/** Words of an older version of the module may name what is no longer there; then the shipped ones are shown. */
function usable(mail: MailDefinition, words: Wording | null, language: Language): boolean {
  return words !== null && problemsOf(words, contextOf(mail, language)).length === 0
}

/** The sample for a reader of this language, where the message knows one. */
function sampleIn(mail: MailDefinition, language: Language) {
  return 'language' in mail.sample ? { ...mail.sample, language } : mail.sample
}
