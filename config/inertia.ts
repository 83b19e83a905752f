import { defineConfig } from '@adonisjs/inertia'

/**
 * Pages are rendered in the browser only; the root view is `resources/views/inertia_layout.edge`.
 */
export default defineConfig({
  rootView: 'inertia_layout',
  encryptHistory: false,
  ssr: { enabled: false },
})
