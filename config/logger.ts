import app from '@adonisjs/core/services/app'
import { defineConfig, targets } from '@adonisjs/core/logger'
import env from '../start/env.ts'

export default defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'karkhana',
      level: env.get('LOG_LEVEL') ?? (app.inProduction ? 'info' : 'warn'),
      redact: {
        paths: ['password', '*.password', 'req.headers.authorization', 'req.headers.cookie'],
      },
      transport: {
        targets: targets()
          .pushIf(!app.inProduction, targets.pretty())
          .pushIf(app.inProduction, targets.file({ destination: 1 }))
          .toArray(),
      },
    },
  },
})
