import app from '@adonisjs/core/services/app'
import { defineConfig, drivers } from '@adonisjs/core/hash'

/**
 * One of the settings of scrypt that OWASP names as equally strong (Password Storage Cheat Sheet), the one that takes
 * 32 MiB. Hashes of other settings stay good and are renewed when their owner signs in.
 */
export const PRODUCTION = {
  cost: 2 ** 15,
  blockSize: 8,
  parallelization: 3,
  maxMemory: 64 * 1024 * 1024,
}

/** Tests make hundreds of accounts and keep nothing. */
const TEST = { ...PRODUCTION, cost: 2 ** 12, parallelization: 1 }

export default defineConfig({
  default: 'scrypt',
  list: { scrypt: drivers.scrypt(app.inTest ? TEST : PRODUCTION) },
})
