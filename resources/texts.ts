import type { Language, TextSource } from '@karkhana/ui'
import { areasOf } from './text_areas.ts'

type Dictionary = Record<string, string>
type Loader = () => Promise<{ default: unknown }>

/**
 * Every text file, as loaders, by owner and language: those of the kernel's shell and pages, those of an area of its
 * pages (`kernel/settings`), and those of the installed modules.
 */
const files = new Map<string, Loader>()

function found(globbed: Record<string, unknown>, pattern: RegExp, owner: (name: string) => string) {
  for (const [file, loader] of Object.entries(globbed)) {
    const [, name, code] = pattern.exec(file) ?? []
    if (code) files.set(`${owner(name)}:${code}`, loader as Loader)
  }
}

const module = /([a-z0-9-]+)\/lang\/(\w+)\.json$/
found(import.meta.glob('../plugins/*/lang/*.json'), module, (name) => name)
found(import.meta.glob('../modules/*/lang/*.json'), module, (name) => name)
found(import.meta.glob('./lang/*.json'), /(lang)\/(\w+)\.json$/, () => 'kernel')
found(import.meta.glob('./lang/*/*.json'), /(\w+)\/(\w+)\.json$/, (name) => `kernel/${name}`)

const loaded = new Map<string, Dictionary>()
let language: Language = 'en'

/** The texts that were loaded, for `useText`. */
export const loadedTexts: TextSource = {
  find: (owner, code, key) => textIn(owner, code, key) ?? textIn(owner, 'en', key),
}

/** A text of the kernel is in its own file, or in that of the area its first word names. */
function textIn(owner: string, code: Language, key: string): string | null {
  const text = loaded.get(`${owner}:${code}`)?.[key]
  if (text !== undefined || owner !== 'kernel') return text ?? null
  return loaded.get(`kernel/${key.split('.')[0]}:${code}`)?.[key] ?? null
}

/**
 * Notes the language of whoever reads the page, and fetches in a new one what was fetched in the last, so that pages,
 * slots and the shell change over together.
 */
export async function readLanguage(page: { props: object } | undefined): Promise<void> {
  const { shared } = (page?.props ?? {}) as { shared?: { language?: Language } }
  const wanted = shared?.language
  if (!wanted || wanted === language) return
  language = wanted
  document.documentElement.lang = wanted
  const owners = new Set([...loaded.keys()].map((id) => id.split(':')[0]))
  await Promise.all([...owners].map(loadTexts))
}

/**
 * Fetches the texts of a page or a slot (`tickets::index`, `kernel::settings/members`) before it is shown: those of its
 * module, or of its areas of the kernel, and always those of the shell.
 */
export async function loadTextsOf(id: string): Promise<void> {
  const [owner, path = ''] = id.split('::')
  const areas = owner === 'kernel' ? areasOf(path).map((area) => `kernel/${area}`) : [owner]
  await Promise.all(['kernel', ...areas].map(loadTexts))
}

/** In the language of the reader; in English besides where the language has no file, and while developing. */
async function loadTexts(owner: string): Promise<void> {
  const codes = new Set<Language>([language])
  if (import.meta.env.DEV || !files.has(`${owner}:${language}`)) codes.add('en')
  await Promise.all([...codes].map((code) => load(owner, code)))
}

async function load(owner: string, code: Language) {
  const id = `${owner}:${code}`
  const file = files.get(id)
  if (!loaded.has(id) && file) loaded.set(id, flat((await file()).default))
}

/** Objects within objects as keys with dots. */
function flat(value: unknown, path = ''): Dictionary {
  if (typeof value === 'string') return { [path]: value }
  const entries = Object.entries((value ?? {}) as object)
  return Object.assign(
    {},
    ...entries.map(([key, each]) => flat(each, path === '' ? key : `${path}.${key}`))
  ) as Dictionary
}
