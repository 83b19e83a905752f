import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/shield'
import env from '../start/env.ts'

const development = app.inDev
const https = env.get('APP_URL').startsWith('https:')

export default defineConfig({
  csp: {
    enabled: !development,
    directives: {
      defaultSrc: [`'self'`],
      scriptSrc: [`'self'`, '@nonce'],
      styleSrc: [`'self'`, `'unsafe-inline'`],
      imgSrc: [`'self'`, 'data:', 'blob:'],
      fontSrc: [`'self'`, 'data:'],
      connectSrc: [`'self'`],
      objectSrc: [`'none'`],
      frameSrc: [`'self'`],
      frameAncestors: [`'self'`],
      baseUri: [`'self'`],
      formAction: [`'self'`],
    },
    reportOnly: false,
  },
  csrf: {
    enabled: true,
    exceptRoutes: (ctx) => ctx.request.url().startsWith('/api/'),
    enableXsrfCookie: true,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: true, action: 'SAMEORIGIN' },
  hsts: { enabled: https, maxAge: '180 days' },
  contentTypeSniffing: { enabled: true },
})
