import pg, { type Client } from 'pg'

/** What the database knows of one table. */
export interface FoundTable {
  name: string
  rowSecurity: boolean
  forced: boolean
  audited: boolean
  /** A policy that keeps rows to the organisation of the request. */
  organisationPolicy: boolean
  columns: string[]
  /** SQL type of each column, in the same order. */
  types: string[]
  primaryKey: string[]
  /** Columns of each index, in order. */
  indexes: string[][]
  /** Columns of each foreign key. */
  references: string[][]
  /** What the application's role may do. */
  grants: string[]
}

const QUERY = `
select c.relname as name, c.relrowsecurity as "rowSecurity", c.relforcerowsecurity as forced,
       exists (select 1 from pg_trigger t
                where t.tgrelid = c.oid and t.tgfoid = 'kernel_audit'::regproc) as audited,
       exists (select 1 from pg_policy p
                where p.polrelid = c.oid and p.polpermissive
                  and pg_get_expr(p.polqual, p.polrelid) like '%kernel_organisation_id()%') as "organisationPolicy",
       (select json_agg(a.attname order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       (select json_agg(format_type(a.atttypid, null) order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as types,
       coalesce((select json_agg(a.attname order by k.place)
          from pg_index i, unnest(i.indkey) with ordinality k(attnum, place)
          join pg_attribute a on a.attnum = k.attnum and a.attrelid = c.oid
         where i.indrelid = c.oid and i.indisprimary), '[]') as "primaryKey",
       coalesce((select json_agg(x.columns) from (
          select json_agg(coalesce(a.attname, '') order by k.place) as columns
            from pg_index i, unnest(i.indkey) with ordinality k(attnum, place)
            left join pg_attribute a on a.attnum = k.attnum and a.attrelid = c.oid
           where i.indrelid = c.oid group by i.indexrelid) x), '[]') as indexes,
       coalesce((select json_agg(x.columns) from (
          select json_agg(a.attname order by k.place) as columns
            from pg_constraint f, unnest(f.conkey) with ordinality k(attnum, place)
            join pg_attribute a on a.attnum = k.attnum and a.attrelid = c.oid
           where f.conrelid = c.oid and f.contype = 'f' group by f.oid) x), '[]') as references,
       coalesce((select json_agg(distinct g.privilege_type) from information_schema.role_table_grants g
         where g.table_name = c.relname and g.table_schema = 'public' and g.grantee = $2), '[]') as grants
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'public' and c.relkind in ('r', 'p') and starts_with(c.relname, $1)
 order by c.relname`

/** The tables whose names begin with `prefix`, as the connection sees them. */
export async function tablesOf(client: Client, prefix: string): Promise<FoundTable[]> {
  const { rows } = await client.query<FoundTable>(QUERY, [prefix, appRole()])
  return rows
}

/** Everything below `prefix` that a migration may have made, as text, to compare before and after. */
export async function schemaOf(client: Client, prefix: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' ||
            coalesce(column_default, '') as line
       from information_schema.columns where table_schema = 'public' and starts_with(table_name, $1)
     union all select 'index ' || indexdef from pg_indexes where starts_with(tablename, $1)
     union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
       from pg_constraint where conrelid <> 0 and starts_with(conrelid::regclass::text, $1)
     union all select 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '')
       from pg_policies where starts_with(tablename, $1)
     union all select 'trigger ' || event_object_table || ' ' || trigger_name
       from information_schema.triggers
      where starts_with(event_object_table, $1) and not starts_with(trigger_name, 'kernel_search_')
     union all select 'function ' || p.oid::regprocedure::text
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public' and starts_with(p.proname, $1)
     order by 1`,
    [prefix]
  )
  return rows.map(({ line }) => line)
}

/** The role the application connects as. */
export function appRole(): string {
  return new URL(process.env.DATABASE_APP_URL!).username
}

/** Runs `work` as the owner of the database in a transaction that is undone at the end. */
export async function asOwner<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`set local lock_timeout = '10s'`)
    return await work(client)
  } finally {
    await client.query('rollback').catch(() => undefined)
    await client.end()
  }
}
