import { ScaffoldNameError } from './errors.ts'
import { RESERVED_IDS, RESERVED_NOUNS } from './reserved_ids.ts'

/** One name in every form that code and people write it. */
export interface NameForms {
  /** `service note` */
  words: string
  /** `Service note` */
  Words: string
  /** `service_note`: files, columns, tables, permissions. */
  snake: string
  /** `service-note`: addresses. */
  dash: string
  /** `serviceNote` */
  camel: string
  /** `ServiceNote` */
  pascal: string
}

/** A kind of record: its name once and in the plural. */
export interface NounForms extends NameForms {
  plural: NameForms
  /** `a service note`, `an entry`. */
  one: string
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const LONGEST_ID = 40

/**
 * A module id as people type it, checked.
 * @throws ScaffoldNameError for other characters, reserved words and ids that are too long for table names
 */
export function moduleId(typed: string): string {
  const id = typed.trim()
  if (!ID.test(id)) {
    const proposal = id
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[-0-9]+|-+$/g, '')
    throw new ScaffoldNameError(
      'id',
      `"${id}" is no id: it must be lower-case letters, digits and single dashes, a letter first.`,
      proposal ? `For example: ${proposal}` : 'For example: service-notes'
    )
  }
  if (id.length > LONGEST_ID) {
    throw new ScaffoldNameError(
      'id',
      `An id has ${LONGEST_ID} characters at most, since names of tables begin with it.`,
      'Choose a shorter one.'
    )
  }
  if (RESERVED_IDS.has(id)) {
    throw new ScaffoldNameError(
      'id',
      `"${id}" is a name of the kernel.`,
      'Choose another one, such as the name of your firm and what the module does.'
    )
  }
  return id
}

/**
 * The forms of a name: `Service note`, `service_note` and `serviceNote` are the same one.
 * @throws ScaffoldNameError when nothing of it could be an identifier
 */
export function nameForms(typed: string, field = 'name'): NameForms {
  const parts = typed
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  if (parts.length === 0 || /^\d/.test(parts[0]) || /[^\w\s.-]/.test(typed)) {
    throw new ScaffoldNameError(
      field,
      `"${typed}" is no name: it must be Latin letters and digits, a letter first.`,
      'For example: service note'
    )
  }
  const capital = (part: string) => part[0].toUpperCase() + part.slice(1)
  const words = parts.join(' ')
  return {
    words,
    Words: capital(words),
    snake: parts.join('_'),
    dash: parts.join('-'),
    camel: parts.map((part, index) => (index === 0 ? part : capital(part))).join(''),
    pascal: parts.map(capital).join(''),
  }
}

/** Words that end as a plural does and are none. */
const SINGULARS = new Set([
  ...['alias', 'atlas', 'canvas', 'gas', 'gps', 'lens', 'news', 'series', 'sms', 'species'],
])

/** `tools`, `gate passes`, `entries`, and not `chassis`, `glass`, `bonus`. */
const isPlural = (words: string) =>
  /[^sui]s$/.test(words) && !SINGULARS.has(words.split(' ').at(-1)!)

/**
 * The forms of the name of a record.
 * @throws ScaffoldNameError for words that the generated code uses itself, and for several records in the place of one
 */
export function nounForms(typed: string, field = 'noun'): NounForms {
  const forms = nameForms(typed, field)
  if (RESERVED_NOUNS.has(forms.snake)) {
    throw new ScaffoldNameError(
      field,
      `"${forms.words}" already means something in the code.`,
      `Say more exactly what it is, such as: service ${forms.words}`
    )
  }
  if (isPlural(forms.words)) {
    throw new ScaffoldNameError(
      field,
      `"${forms.words}" is more than one, and the code names one of them.`,
      `For example: ${singularOf(forms.words)}`
    )
  }
  return {
    ...forms,
    plural: nameForms(pluralOf(forms.words)),
    one: `${/^[aeiou]/.test(forms.words) ? 'an' : 'a'} ${forms.words}`,
  }
}

/** `inspection` → `inspections`, `entry` → `entries`, `box` → `boxes`. */
export function pluralOf(words: string): string {
  if (/[^aeiou]y$/.test(words)) return `${words.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/.test(words) ? `${words}es` : `${words}s`
}

/** What a module of this id probably keeps: `service-notes` keeps a `service note`, others an `entry`. */
export function nounOf(id: string): string {
  const words = id.replaceAll('-', ' ')
  return isPlural(words) ? singularOf(words) : 'entry'
}

/** `tools` → `tool`, `entries` → `entry`, `gate passes` → `gate pass`. */
function singularOf(plural: string): string {
  if (/ies$/.test(plural)) return plural.replace(/ies$/, 'y')
  return plural.replace(/(ss|x|ch|sh)es$/, '$1').replace(/([^s])s$/, '$1')
}
