import app from '@adonisjs/core/services/app'
import { defineConfig, drivers } from '@adonisjs/core/hash'

/**
 * scrypt with N = 2^15, r = 8, p = 3: one of the settings that OWASP names as equal in strength (Password Storage
 * Cheat Sheet), the one that takes 32 MiB. Hashes of other settings stay good and are renewed when their owner signs
 * in. Tests make hundreds of accounts and need no strength.
 */
const cost = app.inTest ? { cost: 4096, parallelization: 1 } : { cost: 32_768, parallelization: 3 }

export default defineConfig({
  default: 'scrypt',
  list: { scrypt: drivers.scrypt({ ...cost, blockSize: 8, maxMemory: 64 * 1024 * 1024 }) },
})
