import { defineConfig } from '@adonisjs/core/app'

export default defineConfig({
  commands: [() => import('@adonisjs/core/commands'), () => import('@karkhana/kernel/commands')],

  providers: [
    () => import('@adonisjs/core/providers/app_provider'),
    () => import('@adonisjs/core/providers/hash_provider'),
    () => import('@adonisjs/core/providers/vinejs_provider'),
    () => import('@adonisjs/core/providers/edge_provider'),
    () => import('@adonisjs/session/session_provider'),
    () => import('@adonisjs/vite/vite_provider'),
    () => import('@adonisjs/shield/shield_provider'),
    () => import('@adonisjs/static/static_provider'),
    () => import('@adonisjs/lucid/database_provider'),
    () => import('@adonisjs/redis/redis_provider'),
    () => import('@adonisjs/limiter/limiter_provider'),
    () => import('@adonisjs/inertia/inertia_provider'),
    () => import('@adonisjs/auth/auth_provider'),
    () => import('@adonisjs/ally/ally_provider'),
    () => import('@adonisjs/mail/mail_provider'),
    () => import('@adonisjs/transmit/transmit_provider'),
    () => import('@adonisjs/drive/drive_provider'),
    () => import('@karkhana/kernel/providers/kernel_provider'),
  ],

  preloads: [
    {
      file: () => import('./start/kernel.ts'),
      environment: ['web', 'test'],
    },
    {
      file: () => import('./start/routes.ts'),
      environment: ['web', 'test', 'console'],
    },
  ],

  directories: {
    commands: 'app/commands',
    providers: 'app/providers',
  },

  metaFiles: [
    { pattern: 'resources/views/**/*.edge', reloadServer: false },
    { pattern: 'app/**/*.{edge,json}', reloadServer: false },
    { pattern: 'modules/**/*.{edge,json}', reloadServer: false },
    { pattern: 'plugins/**/*.{edge,json}', reloadServer: false },
    { pattern: 'resources/ui/package.json', reloadServer: false },
    { pattern: 'resources/pwa/service_worker.js', reloadServer: false },
    { pattern: 'public/**', reloadServer: false },
  ],

  hooks: {
    buildStarting: [() => import('@adonisjs/vite/build_hook')],
  },
})
