import type { Language, TextSource } from '@karkhana/ui'

type Dictionary = Record<string, string>
type Loader = () => Promise<{ default: unknown }>

/** Every text file of the installed modules, as loaders: a page fetches those of its own module. */
const files = {
  ...import.meta.glob('../modules/*/lang/*.json'),
  ...import.meta.glob('../plugins/*/lang/*.json'),
} as Record<string, Loader>

const loaded = new Map<string, Dictionary>()
let language: Language = 'en'

/** The texts that were loaded, for `useText`. */
export const loadedTexts: TextSource = {
  find: (module, code, key) =>
    loaded.get(`${module}:${code}`)?.[key] ?? loaded.get(`${module}:en`)?.[key] ?? null,
}

/** Notes the language of whoever reads the page. */
export function readLanguage(page: { props: object } | undefined): void {
  const { shared } = (page?.props ?? {}) as { shared?: { language?: Language } }
  if (shared?.language) language = shared.language
}

/** Fetches the texts of a module in the language of the reader, and in English for what that lacks. */
export async function loadTexts(module: string): Promise<void> {
  const wanted = new Set<Language>([language, 'en'])
  await Promise.all([...wanted].map((code) => load(module, code)))
}

async function load(module: string, code: Language) {
  const id = `${module}:${code}`
  if (loaded.has(id)) return
  const file =
    files[`../modules/${module}/lang/${code}.json`] ??
    files[`../plugins/${module}/lang/${code}.json`]
  if (file) loaded.set(id, flat((await file()).default))
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
