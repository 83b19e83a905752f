/**
 * Packages that every checkout has, in the version of its lock file, and that modules may import without naming them.
 * They are part of what the kernel promises: one of them leaves, or changes its major version, with a major version of
 * the kernel. Everything else stands in the `dependencies` of the package.
 */
export const HOST_PACKAGES: ReadonlySet<string> = new Set([
  '@adonisjs/core',
  '@adonisjs/lucid',
  '@inertiajs/vue3',
  '@vinejs/vine',
  '@vueuse/core',
  'edge.js',
  'luxon',
  'semver',
  'uuid',
  'vue',
])
