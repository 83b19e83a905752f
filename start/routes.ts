import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import { registerKernelRoutes } from '@karkhana/kernel/routes'

await registerKernelRoutes(router, app)
