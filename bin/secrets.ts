import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { SecretError } from './errors.ts'

/** What a checkout keeps secret: made on first start, kept in `storage/secrets.json`. */
export interface Secrets {
  appKey: string
  /** Passwords of the embedded PostgreSQL, and of the application's role on a server of one's own. */
  databaseSuperuser: string
  databaseOwner: string
  databaseApp: string
}

const NAMES = ['appKey', 'databaseSuperuser', 'databaseOwner', 'databaseApp'] as const

/** Shorter keys can be guessed; AdonisJS derives all its keys from this one. */
export const APP_KEY_LENGTH = 32

/** How to make a key, for messages. */
const RECIPE = `node -e "console.log(require('crypto').randomBytes(32).toString('base64url'))"`

/**
 * Reads the secrets of a checkout and makes those that are missing. The file is readable by its owner only.
 * Not for production, where a secret that appears by itself would differ on every node.
 *
 * @param folder absolute path of `storage`
 * @throws {SecretError} the file is there but cannot be read
 */
export function developmentSecrets(folder: string): Secrets {
  const file = path.join(folder, 'secrets.json')
  const known = readSecrets(file)
  const missing = NAMES.filter((name) => !known[name])
  const secrets = { ...known } as Secrets
  for (const name of missing) secrets[name] = randomBytes(32).toString('base64url')
  if (missing.length > 0) {
    fs.mkdirSync(folder, { recursive: true })
    fs.writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
    fs.renameSync(`${file}.new`, file)
  }
  return secrets
}

function readSecrets(file: string): Partial<Secrets> {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Secrets>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    if (!(error instanceof SyntaxError)) throw error
    throw new SecretError(
      `${file} is damaged. Restore it from a backup; or delete it, which signs everybody out and makes stored secrets unreadable.`
    )
  }
}

/**
 * Checks the secrets of a production environment. Nothing is made up there.
 *
 * @param placeholders values of `.env.example`, which everybody knows
 * @throws {SecretError} names the variable that is missing, weak or a placeholder, and how to make one
 */
export function assertProductionSecrets(
  env: NodeJS.ProcessEnv,
  placeholders: Record<string, string> = {}
): void {
  const appKey = env.APP_KEY ?? ''
  if (!appKey) throw new SecretError(`APP_KEY is not set. Make one with: ${RECIPE}`)
  if (isPlaceholder(appKey) || appKey === placeholders.APP_KEY) {
    throw new SecretError(`APP_KEY is the placeholder of .env.example. Make one with: ${RECIPE}`)
  }
  if (appKey.length < APP_KEY_LENGTH || new Set(appKey).size < 10) {
    throw new SecretError(
      `APP_KEY is weak: it needs ${APP_KEY_LENGTH} random characters or more. Make one with: ${RECIPE}`
    )
  }
  if (!env.APP_URL) {
    throw new SecretError(
      'APP_URL is not set. Set it to the address people use, for example https://erp.example.com'
    )
  }
  for (const name of ['DATABASE_URL', 'DATABASE_APP_URL'] as const) {
    assertDatabaseUrl(name, env[name], placeholders[name])
  }
}

function assertDatabaseUrl(name: string, value: string | undefined, placeholder?: string): void {
  const shape = 'postgres://user:password@host:5432/database'
  if (!value) throw new SecretError(`${name} is not set. Set it to ${shape}`)
  if (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol)) {
    throw new SecretError(`${name} is not a PostgreSQL URL. Set it to ${shape}`)
  }
  const password = decodeURIComponent(new URL(value).password)
  if (value === placeholder || isPlaceholder(password)) {
    throw new SecretError(
      `${name} has the placeholder password of .env.example. Give the role a password of its own.`
    )
  }
}

function isPlaceholder(value: string): boolean {
  return /change-?me|placeholder|your-|secret-key/i.test(value)
}
