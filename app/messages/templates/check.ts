import { RuleError } from '../../errors.ts'
import type { Wording } from '../../mail/declaration.ts'
import {
  fillTemplate,
  parseTemplate,
  readsOf,
  TEMPLATE_FILTERS,
  TEMPLATE_LENGTH,
  type TemplateValue,
} from './engine.ts'

/** Fields of a wording, in the order in which they are read. */
export const WORDING_FIELDS = ['subject', 'preview', 'heading', 'body', 'button', 'text'] as const

export type WordingField = (typeof WORDING_FIELDS)[number]

/** Fields that are one line of the message. */
const ONE_LINE: readonly WordingField[] = ['subject', 'preview', 'heading', 'button']

/** Characters of a field that is one line. */
const LINE_LENGTH = 500

/** A place at which a wording cannot be used. */
export interface WordingProblem {
  field: WordingField
  message: string
  next: string
}

/** What a wording may use, with values to try it with. */
export interface WordingContext {
  values: Record<string, TemplateValue>
  /** Fields that have to say something. */
  required: WordingField[]
}

/** Everything that is wrong with a wording; nothing when it can be used. */
export function problemsOf(words: Partial<Wording>, context: WordingContext): WordingProblem[] {
  return WORDING_FIELDS.flatMap((field) => {
    const problem = problemIn(field, words[field] ?? '', context)
    return problem ? [{ field, ...problem }] : []
  })
}

/** @throws RuleError E_MESSAGE_TEMPLATE with the field, the line, and what may be written */
export function ensureUsable(words: Partial<Wording>, context: WordingContext): void {
  const [problem, ...others] = problemsOf(words, context)
  if (!problem) return
  throw new RuleError('E_MESSAGE_TEMPLATE', problem.message, {
    field: problem.field,
    next: problem.next,
    meta: { problems: [problem, ...others] },
  })
}

function problemIn(
  field: WordingField,
  source: string,
  { values, required }: WordingContext
): Omit<WordingProblem, 'field'> | null {
  const most = ONE_LINE.includes(field) ? LINE_LENGTH : TEMPLATE_LENGTH
  if (source.length > most) {
    return {
      message: `This has ${source.length} characters; ${most} are allowed.`,
      next: 'Write less.',
    }
  }
  if (source.trim() === '') {
    return required.includes(field)
      ? { message: 'Something has to stand here.', next: 'Write it, or take the words as shipped.' }
      : null
  }
  if (/[^\P{Cc}\n\t]/u.test(source) || (ONE_LINE.includes(field) && /[\n\t]/.test(source))) {
    return {
      message: 'A line break or control character is not allowed here.',
      next: 'Write it on one line.',
    }
  }
  return faultOf(source, values) ?? emptyOnceFilled(field, source, values, required)
}

/** What the language does not know: its syntax, a tag, a filter, a variable. */
function faultOf(source: string, values: Record<string, TemplateValue>) {
  try {
    const unknown = readsOf(parseTemplate(source)).find(({ path }) => !Object.hasOwn(values, path))
    if (unknown) {
      return {
        message: `Line ${unknown.line}: there is no variable "${shown(unknown.path)}".`,
        next: `You can use: ${Object.keys(values).join(', ')}.`,
      }
    }
    fillTemplate(source, values)
    return null
  } catch (error) {
    return explained(error as Error)
  }
}

function emptyOnceFilled(
  field: WordingField,
  source: string,
  values: Record<string, TemplateValue>,
  required: WordingField[]
) {
  if (!required.includes(field) || fillTemplate(source, values).trim() !== '') return null
  return {
    message: 'With the sample values nothing is left of this.',
    next: 'Write words beside the variables.',
  }
}

/** A fault of the library in the words of whoever writes templates. */
function explained(error: Error): Omit<WordingProblem, 'field'> {
  const [, text = error.message, line = '1'] =
    /^([\s\S]*), line:(\d+), col:\d+/.exec(error.message) ?? []
  const at = (message: string, next: string) => ({ message: `Line ${line}: ${message}`, next })
  const tag = /tag "?([^"]*?)"? not found/.exec(text)
  if (tag) {
    return at(
      `there is no command "${shown(tag[1])}".`,
      'Conditions can be used: {% if … %} … {% else %} … {% endif %}.'
    )
  }
  const filter = /undefined filter: (.*)/.exec(text)
  if (filter) {
    return at(
      `there is no filter "${shown(filter[1])}".`,
      `You can use: ${TEMPLATE_FILTERS.join(', ')}.`
    )
  }
  if (/limit exceeded/.test(text)) {
    return at('this makes more text than a message may have.', 'Take it out.')
  }
  if (/not closed/.test(text)) {
    return at(
      'something is opened and not closed.',
      'Close {{ … }}, and end each if with {% endif %}.'
    )
  }
  return at(`this cannot be read: ${shown(text)}.`, 'Check the braces around the variables.')
}

const shown = (text: string) => text.replace(/\s+/g, ' ').slice(0, 80)
