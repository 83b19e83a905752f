import type { Language } from '../lang/declaration.ts'
import { labelIn, translate } from '../lang/translate.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { NoticeDeclaration } from './declaration.ts'

/** The declaration of a reason of a module; `null` for those of the kernel, and where the module is gone. */
export function ruleOfReason(id: string): { module: string; notice: NoticeDeclaration } | null {
  for (const { id: module, notices } of installedRegistry().manifests()) {
    const notice = notices.find((each) => each.id === id)
    if (notice) return { module, notice }
  }
  return null
}

/** What is told, in one sentence. Of a module that is gone the name of the record alone is left. */
export function reasonLine(
  language: Language,
  id: string,
  { who, what }: { who: string; what: string }
): string {
  if (!id.includes('.')) return translate(language, `kernel.notification.${id}`, { who, what })
  const rule = ruleOfReason(id)
  if (!rule) return what
  return labelIn(language, rule.module, rule.notice.line)
    .replaceAll('{who}', () => who)
    .replaceAll('{what}', () => what)
}

/** How a reason of a module is called where people choose; those of the kernel stand in the texts of the pages. */
export function labelOfReason(
  id: string,
  language: Language
): { label: string | null; urgent: boolean } {
  const rule = ruleOfReason(id)
  if (!rule) return { label: null, urgent: false }
  const { module, notice } = rule
  return { label: labelIn(language, module, notice.label), urgent: notice.urgent ?? false }
}
