import type { MenuItem, PaletteCommand } from '../http/page_types.ts'
import type { Language } from './declaration.ts'
import { labelIn } from './translate.ts'

type Named = Pick<MenuItem, 'module' | 'label'> &
  Partial<Pick<MenuItem, 'hint' | 'createLabel'>> &
  Partial<Pick<PaletteCommand, 'keywords'>>

/** Entries of the menu and of the palette as their reader calls them. A command is found by its English name too. */
export function labelsOfMenu<Entry extends Named>(
  language: Language,
  entries: readonly Entry[]
): Entry[] {
  return entries.map((entry) => {
    const say = (label: string) => labelIn(language, entry.module, label)
    return {
      ...entry,
      label: say(entry.label),
      // Several labels in one line, of settings, are each a label of their own.
      ...(entry.hint && { hint: entry.hint.split(' · ').map(say).join(' · ') }),
      ...(entry.createLabel && { createLabel: say(entry.createLabel) }),
      ...(entry.keywords && { keywords: [...entry.keywords, entry.label] }),
    }
  })
}
