import app from '@adonisjs/core/services/app'
import { defineConfig, stores } from '@adonisjs/session'
import env from '../start/env.ts'

/**
 * Sessions live in PostgreSQL, so that every web node knows them and they can be revoked. How long somebody stays
 * signed in is decided by `user_sessions`. The cookie ends with the browser, unless the person wanted to be
 * remembered: `web_stack_middleware.ts` then gives it `age`.
 */
export default defineConfig({
  enabled: true,
  cookieName: 'karkhana_session',
  clearWithBrowser: true,
  age: '30 days',
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
