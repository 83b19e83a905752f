import { labelKey } from './label_key.ts'
import type { SourceFile } from './sources.ts'

/** Strings in quotes, also those within an attribute, and what a string put together at run time begins with. */
const QUOTED = [/'((?:[^'\\\n]|\\.)*)'/g, /"((?:[^"\\\n]|\\.)*)"/g]
const BEGUN = /`([\w.-]+)\$\{/g

/**
 * Keys that nothing names: neither a string of the source, nor the beginning of one that is put together, nor a label
 * that is declared in English, in the source or among `labels`. `id` is the owner whose name may stand in front.
 */
export function unusedKeys(
  id: string,
  keys: Iterable<string>,
  files: readonly SourceFile[],
  labels: readonly string[] = []
): string[] {
  const named = new Set(labels.map(labelKey))
  const begun: string[] = []
  const own = (key: string) => (key.startsWith(`${id}.`) ? key.slice(id.length + 1) : key)
  for (const { source } of files) {
    for (const [, text] of QUOTED.flatMap((pattern) => [...source.matchAll(pattern)])) {
      named.add(own(text)).add(labelKey(text.replace(/\\'/g, "'")))
    }
    for (const [, beginning] of source.matchAll(BEGUN)) begun.push(own(beginning))
  }
  return [...keys].filter(
    (key) =>
      !key.startsWith(`${id}.`) &&
      !named.has(key) &&
      !begun.some((beginning) => key.startsWith(beginning))
  )
}
