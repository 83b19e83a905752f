/**
 * Builds the assets for browsers and notes which source files went into them. Started by `buildAssets` in a
 * process of its own.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createBuilder, type Plugin } from 'vite'
import { writeAssetStamp } from './fingerprint.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const bundled = new Set<string>()

const noteSources: Plugin = {
  name: 'karkhana:note-sources',
  generateBundle() {
    for (const id of this.getModuleIds()) {
      const file = path.relative(root, id.split('?')[0])
      const ours = path.isAbsolute(id) && !file.startsWith('..') && !file.includes('node_modules')
      if (ours) bundled.add(file.replaceAll(path.sep, '/'))
    }
  },
}

const builder = await createBuilder({ root, logLevel: 'warn', plugins: [noteSources] })
await builder.buildApp()
writeAssetStamp(root, [...bundled].sort())
