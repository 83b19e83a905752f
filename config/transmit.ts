import { defineConfig } from '@adonisjs/transmit'

/**
 * Streams of live updates. Nodes hear of changes from the database (`app/live/loop.ts`), so they need no transport
 * between them; the ping keeps proxies from closing a quiet stream and finds readers who are gone.
 */
export default defineConfig({
  pingInterval: '25s',
  transport: null,
})
