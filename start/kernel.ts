import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(() => import('@karkhana/kernel/exception_handler'))

server.use([
  () => import('@karkhana/kernel/middleware/security_headers_middleware'),
  () => import('@karkhana/kernel/middleware/container_bindings_middleware'),
  () => import('@adonisjs/static/static_middleware'),
  () => import('@adonisjs/vite/vite_middleware'),
])

router.use([
  () => import('@adonisjs/core/bodyparser_middleware'),
  () => import('@karkhana/kernel/middleware/web_stack_middleware'),
  () => import('@adonisjs/auth/initialize_auth_middleware'),
  () => import('@karkhana/kernel/middleware/inertia_middleware'),
])
