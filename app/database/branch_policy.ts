/**
 * SQL that keeps the rows of a table to the branches of the reader (`app.branch_ids`; empty is all of them), whatever
 * query asks. Restrictive: it comes on top of the policy of the organisation. The function is asked once per query.
 */
export function restrictToBranches(table: string, column: string): string[] {
  return policy(table, `${column} = any ((select kernel_branch_ids())::uuid[])`)
}

/** The same for rows that belong to a record: whoever sees the record `parent` sees them. */
export function restrictToParent(table: string, column: string, parent: string): string[] {
  return policy(
    table,
    `exists (select 1 from ${parent} parent
    where parent.organisation_id = ${table}.organisation_id and parent.id = ${table}.${column})`
  )
}

/** Takes the rule away; used by `down`. */
export function unrestrict(table: string): string[] {
  return [`drop policy if exists ${table}_branch on ${table}`]
}

function policy(table: string, condition: string) {
  const rule = `((select kernel_branch_ids()) is null or ${condition})`
  return [
    `create policy ${table}_branch on ${table} as restrictive
  using ${rule}
  with check ${rule}`,
  ]
}
