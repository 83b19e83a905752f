import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/shield'

const development = app.inDev

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
      baseUri: [`'none'`],
      formAction: [`'self'`],
    },
    reportOnly: false,
  },
  csrf: {
    enabled: true,
    exceptRoutes: (ctx) => ctx.request.url().startsWith('/api/'),
    enableXsrfCookie: true,
    // As long as the browser is open: a page that stood there all day still sends its form.
    cookieOptions: { maxAge: undefined },
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: true, action: 'SAMEORIGIN' },
  // Of all answers, files and the API included: see `security_headers_middleware.ts`.
  hsts: { enabled: false },
  contentTypeSniffing: { enabled: true },
})
