import fs from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { SecretError } from './errors.ts'
import { assertProductionSecrets, developmentSecrets, type Secrets } from './secrets.ts'

/** What the launchers know after reading the environment. */
export interface Environment {
  mode: 'development' | 'production' | 'test'
  host: string
  /** 0 lets the system choose. */
  port: number
  /** Absolute path of the folder for data that belongs to this checkout. */
  storage: string
  /** Null in production, where all secrets come from the environment. */
  secrets: Secrets | null
  /** True when `DATABASE_URL` or `DATABASE_APP_URL` names a server; no embedded one is started then. */
  ownServer: boolean
}

/**
 * Fills `process.env` for the application, in this order: what the shell set, then `.env`, then the defaults of
 * development. In development the server listens on 127.0.0.1, because demo logins are public; HOST=0.0.0.0
 * opens it to the network.
 *
 * @param root absolute path of the checkout or of the build
 * @throws {SecretError} a secret is missing or weak in production, or PORT is no port
 */
export function loadEnvironment(root: string): Environment {
  const file = path.join(root, '.env')
  if (fs.existsSync(file)) process.loadEnvFile(file)

  const env = process.env
  // Compiled code is the production build
  env.NODE_ENV ||= import.meta.filename.endsWith('.js') ? 'production' : 'development'
  const mode = env.NODE_ENV as Environment['mode']
  if (!['development', 'production', 'test'].includes(mode)) {
    throw new SecretError(`NODE_ENV is "${mode}". Set it to development, production or test.`)
  }
  const storage = path.join(root, 'storage')
  env.HOST ||= '127.0.0.1'
  env.PORT ||= '3333'
  const port = Number(env.PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SecretError(`PORT is "${env.PORT}", which is no port. Set a number from 1 to 65535.`)
  }

  let secrets: Secrets | null = null
  if (mode === 'production') {
    assertProductionSecrets(env, examplePlaceholders(root))
  } else {
    secrets = developmentSecrets(storage)
    env.APP_KEY ||= secrets.appKey
  }
  env.APP_URL ||= defaultUrl(env.HOST, port)
  const ownServer = Boolean(env.DATABASE_URL || env.DATABASE_APP_URL)
  return { mode, host: env.HOST, port, storage, secrets, ownServer }
}

/** The address to open in a browser on this machine. */
export function defaultUrl(host: string, port: number): string {
  const name = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host) ? 'localhost' : host
  return `http://${name}:${port}`
}

function examplePlaceholders(root: string): Record<string, string> {
  const file = path.join(root, '.env.example')
  if (!fs.existsSync(file)) return {}
  return parseEnv(fs.readFileSync(file, 'utf8')) as Record<string, string>
}
