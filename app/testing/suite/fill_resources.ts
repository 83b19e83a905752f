import type { ResourceDeclaration, ResourceField } from '../../resources/declaration.ts'
import { createRecord } from '../../resources/records.ts'
import type { Scope } from '../../tenancy/scope.ts'

/**
 * Makes a record of each resource that has none yet, of values that its declaration allows, so that the checks have one
 * to look for. What a hook refuses, or needs a record of another module, is left to `fill`.
 */
export async function fillResources(scope: Scope, resources: readonly ResourceDeclaration[]) {
  for (const resource of resources) {
    if (await firstId(scope, resource.table)) continue
    const needed = resource.fields.filter(({ key, required }) => required || key === resource.title)
    const values = await Promise.all(
      needed.map(async (field) => [field.key, await valueOf(scope, field)] as const)
    )
    // The check "filled" names the table that stays empty
    await createRecord(scope, resource, { values: Object.fromEntries(values) }).catch(() => null)
  }
}

/** A value that a field allows. */
async function valueOf(
  scope: Scope,
  field: ResourceField
): Promise<string | number | boolean | null> {
  if (field.kind === 'record') return firstId(scope, field.of)
  if (field.example) return field.example
  const least = field.min ?? 1
  switch (field.kind) {
    case 'integer':
    case 'money':
      return least
    case 'number':
      return String(least)
    case 'switch':
      return true
    case 'choice':
      return field.options?.[0]?.value ?? null
    case 'date':
      return scope.today()
    case 'email':
      return 'somebody@workshop.example'
    case 'phone':
      return '+919822012345'
    case 'url':
      return 'https://workshop.example/'
    default:
      return 'Example'.padEnd(least, '.').slice(0, field.max)
  }
}

async function firstId(scope: Scope, table: string): Promise<string | null> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ id: string }>(`select id from ${table} order by id limit 1`)
  )
  return row?.id ?? null
}
