import type { FieldDeclaration } from './declaration.ts'
import { readField } from './read_field.ts'

const NUMBERS = ['integer', 'number', 'money']
const TEXTS = ['text', 'multiline', 'email', 'url']

/**
 * What is wrong with declared fields, each a sentence that names the field; nothing when they can be drawn and checked.
 */
export function fieldProblems(
  fields: readonly (FieldDeclaration & { default?: unknown })[]
): string[] {
  const keys = fields.map(({ key }) => key)
  return fields.flatMap((field, index) => {
    const found = problemsOf(field)
    if (keys.indexOf(field.key) !== index) found.push('is declared twice')
    return found.map((problem) => `the field "${field.key}" ${problem}`)
  })
}

function problemsOf(field: FieldDeclaration & { default?: unknown }): string[] {
  const { key, kind, options, min, max, pattern, example } = field
  const problems: string[] = []
  if (!/^[a-z][a-z0-9_]*$/.test(key)) {
    problems.push('must be named by lower-case letters, digits and underscores')
  }
  if (kind === 'choice' ? !options?.length : options) {
    problems.push(kind === 'choice' ? 'offers no options' : 'has options, but is no choice')
  }
  const values = (options ?? []).map(({ value }) => value)
  if (new Set(values).size < values.length) problems.push('offers an option twice')
  if (min !== undefined && max !== undefined && min > max) problems.push('has min above max')
  if ((min ?? max) !== undefined && ![...NUMBERS, ...TEXTS].includes(kind)) {
    problems.push(`is a ${kind}, which has no min and max`)
  }
  problems.push(...patternProblems(kind, pattern, example))
  if (problems.length > 0 || field.default === undefined || field.default === null) return problems
  const reading = readField(field, field.default)
  if ('problem' in reading) return [`has a default that it refuses itself: ${reading.problem}`]
  return reading.value === field.default
    ? []
    : [`writes its default as ${JSON.stringify(reading.value)}; declare it so`]
}

function patternProblems(kind: string, pattern?: string, example?: string): string[] {
  if (pattern === undefined) return []
  if (!TEXTS.includes(kind)) return ['has a pattern, but is no text']
  if (!example) return ['has a pattern; give an example that people can follow']
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(example)
      ? []
      : ['has an example that its pattern refuses']
  } catch (error) {
    return [`has a pattern that cannot be read: ${(error as Error).message}`]
  }
}
