import type { RecordReference, RecordRule } from '../access/record_rules.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { ResourceDeclaration, ResourceRecordField } from './declaration.ts'

/** The records that a field points to. */
export interface Referenced {
  table: string
  module: string
  /** What one is called. */
  noun: string
  rule: RecordRule
  reference: RecordReference
}

/** The fields of a resource that point to other records. */
export function recordFields({ fields }: ResourceDeclaration): ResourceRecordField[] {
  return fields.filter((field) => field.kind === 'record')
}

/** What a field points to; that it may is checked with the manifest. */
export function referencedBy({ of }: ResourceRecordField): Referenced {
  for (const { id, records } of installedRegistry().manifests()) {
    const rule = records.find(({ table }) => table === of)
    if (rule?.reference) {
      return { table: of, module: id, noun: rule.noun, rule, reference: rule.reference }
    }
  }
  throw new Error(`No installed module says how others point to "${of}".`)
}
