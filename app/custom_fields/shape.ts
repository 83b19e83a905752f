import type { FieldKind } from '../fields/declaration.ts'
import { readField } from '../fields/read_field.ts'
import type { CustomOption } from './declaration.ts'
import type Definition from './definition.ts'
import { asField } from './definitions.ts'
import { CustomFieldShapeError } from './errors.ts'
import { LIMITED } from './kinds.ts'
import { maskProblem } from './mask.ts'
import { slugFor } from './slug.ts'

/** A field as it is defined. What is left out of a change stays as it is. */
export interface CustomFieldInput {
  label: string
  help?: string | null
  kind: FieldKind
  options?: { value?: string | null; label: string; archived?: boolean }[]
  required?: boolean
  min?: number | null
  max?: number | null
  mask?: string | null
  example?: string | null
  showInList?: boolean
  filterable?: boolean
  print?: boolean
  personal?: boolean
}

/**
 * Puts the input on a definition; what its kind does not have is emptied.
 * @throws CustomFieldShapeError naming the input
 */
export function shapeDefinition(definition: Definition, input: CustomFieldInput) {
  const { kind, options, required, showInList, filterable, print, personal, ...texts } = input
  const limited = LIMITED.has(kind)
  const written = kind === 'text'
  definition.merge({
    ...texts,
    kind,
    options: kind === 'choice' ? optionsOf(definition.options ?? [], options) : [],
    required: kind !== 'switch' && (required ?? definition.required ?? false),
    min: limited ? sentOr(input.min, definition.min) : null,
    max: limited ? sentOr(input.max, definition.max) : null,
    mask: written ? sentOr(input.mask, definition.mask) || null : null,
    example:
      kind === 'switch' || kind === 'choice' ? null : sentOr(input.example, definition.example),
    help: sentOr(input.help, definition.help),
    showInList: showInList ?? definition.showInList ?? false,
    filterable: kind !== 'multiline' && (filterable ?? definition.filterable ?? false),
    print: print ?? definition.print ?? false,
    personal: personal ?? definition.personal ?? false,
  })
  ensureShape(definition)
}

const sentOr = <Value>(sent: Value | undefined, present: Value | undefined) =>
  sent === undefined ? (present ?? null) : sent

/** Options keep the value they were made with; new ones are named after their label. */
function optionsOf(present: CustomOption[], sent: CustomFieldInput['options']): CustomOption[] {
  if (!sent) return present
  const known = new Set(present.map(({ value }) => value))
  const taken = new Set(known)
  return sent.map(({ value, label, archived }) => {
    const own = value && known.has(value) ? value : slugFor(value || label, taken, 'option')
    taken.add(own)
    return { value: own, label, ...(archived && { archived }) }
  })
}

function ensureShape(definition: Definition) {
  const { kind, min, max, mask, example } = definition
  if (kind === 'choice') ensureOptions(definition.options)
  if (min !== null && max !== null && min > max) {
    throw new CustomFieldShapeError('max', 'The greatest lies below the least.', 'Swap the two.')
  }
  for (const name of ['min', 'max'] as const) ensureLimit(kind, name, definition[name])
  const problem = mask ? maskProblem(mask) : null
  if (problem) throw new CustomFieldShapeError('mask', 'This cannot be read.', problem)
  if (!example) return
  const reading = readField(asField(definition), example)
  if ('problem' in reading) {
    throw new CustomFieldShapeError('example', 'The example is none.', reading.problem)
  }
}

function ensureOptions(options: CustomOption[]) {
  if (options.every(({ archived }) => archived)) {
    throw new CustomFieldShapeError('options', 'There is nothing to choose.', 'Add an option.')
  }
  const labels = options.map(({ label }) => label.toLowerCase())
  const twice = options.find(({ label }, index) => labels.indexOf(label.toLowerCase()) !== index)
  if (!twice) return
  throw new CustomFieldShapeError(
    'options',
    `"${twice.label}" is there twice.`,
    'Give each option a label of its own.'
  )
}

function ensureLimit(kind: FieldKind, name: 'min' | 'max', value: number | null) {
  if (value === null || kind === 'number') return
  if (!Number.isSafeInteger(value)) {
    throw new CustomFieldShapeError(name, 'This must be a whole number.', 'Leave out the decimals.')
  }
  if ((kind === 'text' || kind === 'multiline') && (value < 0 || value > 5000)) {
    throw new CustomFieldShapeError(name, 'A length is 0 to 5,000.', 'Count characters here.')
  }
}
