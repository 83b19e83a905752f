import { defineConfig } from '@adonisjs/inertia'

/**
 * Pages are rendered in the browser only; the root view is `resources/views/inertia_layout.edge`. What the history of
 * the browser keeps of them is encrypted, and lost with the sign-in page.
 */
export default defineConfig({
  rootView: 'inertia_layout',
  encryptHistory: true,
  ssr: { enabled: false },
})
