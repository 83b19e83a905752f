import type { ModuleRegistry, Scope } from '@karkhana/kernel'
import { installedSources, type IndexedSource } from '../../app/search/index/sources.ts'
import { questionOf, typedText } from '../../app/search/question.ts'

let sources: IndexedSource[] = []

/** Reads the sources once, so that making a question costs the database nothing. */
export async function prepare(registry: ModuleRegistry) {
  sources = await installedSources(registry)
}

/** The same question as the service asks, as one statement of whoever is not held by row-level security. */
export function question(scope: Scope, text: string): [string, unknown[]] {
  const typed = typedText(text)
  const asked = sources.map((each) => questionOf(scope, each, typed))
  return [
    'select * from kernel_search($1::jsonb, 6, 180, 6, null, null, null)',
    [JSON.stringify(typed.words.length > 0 ? asked : [])],
  ]
}
