import pg from 'pg'
import { DatabaseUnavailableError } from '../errors.ts'
import { errorCode, withClient } from './connection.ts'

/** Owns the database and all tables; migrations run as this role. Forced RLS binds it too. */
export const OWNER_ROLE = 'karkhana_owner'

/** The role the application connects as: owns nothing and cannot bypass row-level security. */
export const APP_ROLE = 'karkhana_app'

const { escapeIdentifier: id, escapeLiteral: text } = pg

/** The oldest PostgreSQL whose defaults keep other roles from creating tables in `public`. */
const OLDEST_VERSION = 150_000

/**
 * Makes the owner role and its database on a server this process administers. May be repeated.
 *
 * @param adminUrl superuser connection
 */
export async function ensureOwner(
  adminUrl: string,
  database: string,
  ownerPassword: string
): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await setRole(client, OWNER_ROLE, ownerPassword)
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      database,
    ])
    if (rowCount === 0) {
      await client.query(`create database ${id(database)} owner ${id(OWNER_ROLE)}`)
    }
  })
}

/**
 * Makes sure that a role exists which the application can connect as, and returns its connection URL: the URL
 * given, with the name and password replaced. Used for the embedded server (as superuser) and for the server
 * of `DATABASE_URL` (as owner of its database).
 *
 * @throws {DatabaseUnavailableError} the server cannot be reached, is too old, or refuses to make the role
 */
export async function ensureRoles(
  url: string,
  app: { role?: string; password: string }
): Promise<string> {
  const role = app.role ?? APP_ROLE
  const appUrl = new URL(url)
  appUrl.username = role
  appUrl.password = encodeURIComponent(app.password)

  try {
    await withClient(url, async (client) => {
      await assertVersion(client)
      await setRole(client, role, app.password)
    })
    await assertConfined(appUrl.href)
  } catch (error) {
    throw explainServerError(error, url, role)
  }
  return appUrl.href
}

/**
 * Makes sure that the server can be reached and that the application's role can neither bypass row-level
 * security nor is a superuser: otherwise one organisation could read another.
 *
 * @throws {DatabaseUnavailableError}
 */
export async function assertAppRole(appUrl: string): Promise<void> {
  try {
    await assertConfined(appUrl)
  } catch (error) {
    throw explainServerError(error, appUrl, decodeURIComponent(new URL(appUrl).username))
  }
}

async function assertVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query('show server_version_num')
  const version = Number(rows[0].server_version_num)
  if (version >= OLDEST_VERSION) return
  throw new DatabaseUnavailableError(
    `The server of DATABASE_URL is PostgreSQL ${Math.floor(version / 10_000)}, too old. Upgrade it to PostgreSQL 15 or newer.`
  )
}

async function assertConfined(appUrl: string): Promise<void> {
  await withClient(appUrl, async (client) => {
    await assertVersion(client)
    const { rows } = await client.query(
      'select rolname, rolsuper or rolbypassrls as unbound from pg_roles where rolname = current_user'
    )
    if (!rows[0].unbound) return
    throw new DatabaseUnavailableError(
      `The role "${rows[0].rolname}" of DATABASE_APP_URL can bypass row-level security, which keeps organisations apart. ` +
        `Run: alter role ${id(rows[0].rolname)} nosuperuser nobypassrls`
    )
  })
}

async function setRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role])
  const verb = rowCount === 0 ? 'create' : 'alter'
  await client.query(`${verb} role ${id(role)} login password ${text(password)}`)
}

/** Turns an error of the driver into one line with the next step; other errors pass unchanged. */
function explainServerError(error: unknown, url: string, role: string): unknown {
  if (error instanceof DatabaseUnavailableError) return error
  const { host, pathname } = new URL(url)
  const code = errorCode(error) ?? ''
  const reason = (error as Error).message.split('\n')[0]
  if (code === '42501') {
    return new DatabaseUnavailableError(
      `The role of DATABASE_URL may not make the application's role. As a superuser run: ` +
        `create role ${id(role)} login password '…'; then set DATABASE_APP_URL to a connection of that role.`
    )
  }
  if (code === '28P01' || code === '28000') {
    return new DatabaseUnavailableError(
      `PostgreSQL at ${host} refused the login (${reason}). Check user and password in DATABASE_URL and DATABASE_APP_URL.`
    )
  }
  if (code === '3D000') {
    return new DatabaseUnavailableError(
      `There is no database "${pathname.slice(1)}" at ${host}. Make it with: createdb ${pathname.slice(1)}`
    )
  }
  if (/^(E[A-Z]+|08.*|57P03)$/.test(code) || /timeout/i.test(reason)) {
    return new DatabaseUnavailableError(
      `PostgreSQL at ${host} cannot be reached (${reason || code}). Start it, or correct DATABASE_URL.`
    )
  }
  return error
}
