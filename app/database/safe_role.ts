import type { Database } from '@adonisjs/lucid/database'
import { KarkhanaError } from '../errors.ts'

/**
 * Refuses to serve when the application's role could step around row-level security.
 * @throws E_UNSAFE_DATABASE_ROLE
 */
export async function ensureSafeRole(db: Database) {
  const { rows } = await db.rawQuery(`
    select r.rolsuper or r.rolbypassrls as bypasses,
           exists (select 1 from pg_tables t where t.tableowner = r.rolname
                     and t.schemaname = 'public') as owns
      from pg_roles r where r.rolname = current_user`)
  const [role] = rows as { bypasses: boolean; owns: boolean }[]
  if (!role.bypasses && !role.owns) return
  throw new KarkhanaError(
    'E_UNSAFE_DATABASE_ROLE',
    500,
    role.bypasses
      ? 'The database role of DATABASE_APP_URL can bypass row-level security.'
      : 'The database role of DATABASE_APP_URL owns tables.',
    { next: 'Point DATABASE_APP_URL at a role without SUPERUSER and BYPASSRLS that owns nothing.' }
  )
}
