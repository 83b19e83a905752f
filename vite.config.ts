import { fileURLToPath } from 'node:url'
import adonisjs from '@adonisjs/vite/client'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { nuxtUiTheme } from './resources/ui/theme.ts'

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Builds the browser's half: the Inertia entry, the shell and every installed module's pages.
 *
 * Only the client environment is built. A second environment would write over the same folder.
 * Icons come from the installed Lucide collection, and only those that a source file names:
 * pages, slots and the menu entries of module manifests.
 */
export default defineConfig({
  plugins: [
    vue(),
    ui({
      router: 'inertia',
      components: false,
      autoImport: false,
      dts: false,
      colorMode: false,
      ui: nuxtUiTheme,
      experimental: { componentDetection: true },
      icon: {
        clientBundle: {
          scan: {
            globInclude: [
              'resources/**/*.{vue,ts}',
              'modules/**/*.{vue,ts}',
              // plug-ins that were added as packages are compiled
              'plugins/**/*.{vue,ts,js}',
              'app/**/*.ts',
            ],
            globExclude: ['**/node_modules/**', '**/tests/**'],
          },
        },
      },
    }),
    adonisjs({
      entryPoints: ['resources/app.ts'],
      buildDirectory: 'public/assets',
      reload: ['resources/views/**/*.edge'],
    }),
  ],
  resolve: {
    dedupe: ['vue', '@inertiajs/vue3', '@inertiajs/core'],
    alias: [{ find: /^@iconify\/vue$/, replacement: fromRoot('./resources/icons/local_icons.ts') }],
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
  },
  builder: {
    async buildApp(builder) {
      await builder.build(builder.environments.client)
    },
  },
})
