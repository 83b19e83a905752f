import type { Unit } from '../tenancy/unit.ts'
import type { AuditedTable, Catalogue } from './catalogue.ts'

/** What is known of a record that an entry names. */
export interface NamedRecord {
  name: string | null
  /** Id of the record it is a part of. */
  parentId: string | null
}

/** Records by table and id; records that are gone are missing. */
export class Names {
  readonly #found = new Map<string, Map<string, NamedRecord>>()

  set(table: string, id: string, record: NamedRecord) {
    let records = this.#found.get(table)
    if (!records) this.#found.set(table, (records = new Map()))
    records.set(id, record)
  }

  get(table: string, id: string): NamedRecord | undefined {
    return this.#found.get(table)?.get(id)
  }
}

/** Tables whose rows are named by more than one column, or that no organisation owns. */
const QUERIES: Record<string, string> = {
  memberships: `select m.id::text as id, coalesce(u.name, m.name) as name, null as parent
                  from memberships m left join users u on u.id = m.user_id
                 where m.organisation_id = kernel_organisation_id() and m.id::text = any(?)`,
  users: `select u.id::text as id, u.name, null as parent from users u
           where u.id::text = any(?) and exists (
                   select 1 from memberships m
                    where m.user_id = u.id and m.organisation_id = kernel_organisation_id()
                   union all
                   select 1 from partner_views v where v.user_id = u.id)`,
  partner_access: `select a.id::text as id, left(a.reason, 80) as name, null as parent
                     from partner_access a where a.id::text = any(?)`,
  partner_views: `select v.id::text as id, left(v.path, 80) as name, null as parent
                    from partner_views v where v.id::text = any(?)`,
  invitations: `select i.id::text as id, coalesce(i.email, initcap(i.kind) || ' …' || i.hint) as name,
                       null as parent
                  from invitations i where i.id::text = any(?)`,
  organisations: `select o.id::text as id, o.name, null as parent from organisations o
                   where o.id = kernel_organisation_id() and o.id::text = any(?)`,
  organisation_modules: `select m.id::text as id, m.module_id as name, null as parent
                           from organisation_modules m
                          where m.organisation_id = kernel_organisation_id() and m.id::text = any(?)`,
  partners: `select p.id::text as id, p.name, null as parent
               from partners p join organisations o on o.partner_id = p.id
              where o.id = kernel_organisation_id() and p.id::text = any(?)`,
  plans: `select p.id::text as id, p.name, null as parent
            from plans p join organisations o on o.plan_id = p.id
           where o.id = kernel_organisation_id() and p.id::text = any(?)`,
}

/**
 * Looks the names of records up, one query per table, and adds them to `names`. Only what belongs to the organisation
 * has a name.
 */
export async function nameRecords(
  unit: Unit,
  catalogue: Catalogue,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  names = new Names()
): Promise<Names> {
  for (const [table, ids] of wanted) {
    const sql = QUERIES[table] ?? queryOf(catalogue.get(table))
    if (!sql || ids.size === 0) continue
    const rows = await unit.rows<{ id: string; name: string | null; parent: string | null }>(sql, [
      [...ids],
    ])
    for (const { id, name, parent } of rows) names.set(table, id, { name, parentId: parent })
  }
  return names
}

/** Table and column come from the catalogue of the database, never from a request. */
function queryOf(table: AuditedTable | undefined): string | null {
  if (!table || (!table.title && !table.parent)) return null
  const name = table.title ? `left(t.${table.title}::text, 80)` : 'null'
  const parent = table.parent ? `t.${table.parent.column}::text` : 'null'
  return `select t.id::text as id, ${name} as name, ${parent} as parent
            from ${table.name} t where t.id = any(?::uuid[])`
}
