import { defineConfig } from '@adonisjs/static'

/** Files whose name stays while what is in them changes: asked for again each time. */
const SAME_NAME = /\/(?:manifest\.webmanifest|offline\.html)$/

export default defineConfig({
  enabled: true,
  etag: true,
  lastModified: true,
  dotFiles: 'ignore',
  maxAge: '1 year',
  immutable: true,
  headers: (path) => (SAME_NAME.test(path) ? { 'Cache-Control': 'no-cache' } : {}),
})
