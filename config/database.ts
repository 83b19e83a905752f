import { defineConfig } from '@adonisjs/lucid'
import env from '../start/env.ts'

/**
 * The application's one connection: a role that owns no table and cannot bypass row-level security.
 * Migrations bring their own connection as the owner.
 */
export default defineConfig({
  connection: 'app',
  connections: {
    app: {
      client: 'pg',
      connection: { connectionString: env.get('DATABASE_APP_URL') },
      pool: { min: 1, max: 12, acquireTimeoutMillis: 15_000 },
      useNullAsDefault: true,
    },
  },
})
