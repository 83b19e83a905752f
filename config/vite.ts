import { defineConfig } from '@adonisjs/vite'

/**
 * Where the server finds the built assets; must agree with `vite.config.ts`.
 */
export default defineConfig({
  buildDirectory: 'public/assets',
  manifestFile: 'public/assets/.vite/manifest.json',
  assetsUrl: '/assets',
  scriptAttributes: { defer: true },
})
