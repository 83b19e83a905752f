import app from '@adonisjs/core/services/app'
import { defineConfig, stores } from '@adonisjs/session'
import env from '../start/env.ts'

/** Sessions live in PostgreSQL, so that every web node knows them and they can be revoked. */
export default defineConfig({
  enabled: true,
  cookieName: 'karkhana_session',
  clearWithBrowser: false,
  age: '14 days',
  cookie: {
    path: '/',
    httpOnly: true,
    secure: app.inProduction && env.get('APP_URL').startsWith('https:'),
    sameSite: 'lax',
  },
  store: 'database',
  stores: {
    database: stores.database({ connectionName: 'app', tableName: 'sessions' }),
  },
})
