import { tableLabel } from '../../audit/words.ts'
import type { Language } from '../../lang/declaration.ts'
import { labelIn } from '../../lang/translate.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'

/** What a record of the table is called: `Job card`. */
export function kindLabel(language: Language, registry: ModuleRegistry, table: string): string {
  for (const { id, records } of registry.manifests()) {
    const rule = records.find((each) => each.table === table)
    if (rule) return labelIn(language, id, tableLabel(table, id, rule.noun))
  }
  return labelIn(language, 'kernel', tableLabel(table, 'kernel', null))
}
