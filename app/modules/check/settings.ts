import { fieldProblems } from '../../fields/problems.ts'
import type { ModuleManifest } from '../manifest.ts'

/** What is wrong with the settings of a module: fields that cannot be drawn or checked, a view that writes. */
export function settingProblems({ settings, permissions }: ModuleManifest): string[] {
  if (!settings) return []
  const problems = fieldProblems(settings.fields).map((problem) => `settings: ${problem}`)
  if (permissions.find(({ id }) => id === settings.view)?.reads === false) {
    problems.push(
      `settings: "${settings.view}" changes something, so that nobody could read them while the module is archived; ` +
        'let view name a permission that ends in .view'
    )
  }
  return problems
}
