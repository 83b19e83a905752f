import { Env } from '@adonisjs/core/env'

/** The environment, checked once at boot; what each variable means is in `.env.example`. */
export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  HOST: Env.schema.string({ format: 'host' }),
  PORT: Env.schema.number(),
  APP_KEY: Env.schema.secret(),
  APP_URL: Env.schema.string({ format: 'url', tld: false }),
  LOG_LEVEL: Env.schema.string.optional(),
  DATABASE_URL: Env.schema.string.optional(),
  DATABASE_APP_URL: Env.schema.string(),
  WORKER: Env.schema.enum.optional(['inline', 'none'] as const),
  SMTP_HOST: Env.schema.string.optional(),
  SMTP_PORT: Env.schema.number.optional(),
  SMTP_USERNAME: Env.schema.string.optional(),
  SMTP_PASSWORD: Env.schema.string.optional(),
  RESEND_API_KEY: Env.schema.string.optional(),
  MAIL_FROM: Env.schema.string.optional(),
  BROWSER_PATH: Env.schema.string.optional(),
  GEO_DATABASE: Env.schema.string.optional(),
  GOOGLE_CLIENT_ID: Env.schema.string.optional(),
  GOOGLE_CLIENT_SECRET: Env.schema.string.optional(),
  GOOGLE_AUTHORIZE_URL: Env.schema.string.optional(),
  GOOGLE_TOKEN_URL: Env.schema.string.optional(),
  GOOGLE_USER_URL: Env.schema.string.optional(),
})
