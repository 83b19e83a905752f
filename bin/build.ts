/**
 * `npm run build`: the production build in `build/`. It runs where `node_modules` of this checkout, or one installed
 * inside it by `npm ci --omit=dev`, can be found: `node bin/server.js` starts it, `node ace.js` runs commands.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildAssets } from './assets.ts'
import { rewriteLazyImports } from './build/imports.ts'
import { copyAssets, linkPackages, writeManifests } from './build/packages.ts'
import { BuildError } from './errors.ts'
import { reportFailure } from './lifecycle.ts'
import { Progress } from './progress.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const target = path.join(root, 'build')
const progress = new Progress()

/** Compiles everything but tests; a type error stops the build. */
async function compile(): Promise<void> {
  fs.rmSync(target, { recursive: true, force: true })
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  const result = spawnSync(process.execPath, [compiler, '--project', 'tsconfig.build.json'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (result.status === 0) return rewriteLazyImports(target)
  const first = result.stdout.trim().split('\n')[0]
  throw new BuildError(
    `The server did not compile: ${first}. Run "npm run typecheck" to see all errors.`
  )
}

try {
  await progress.run('pages', 'Building the pages', () => buildAssets(root))
  await progress.run('server', 'Compiling the server', compile)
  await progress.run('files', 'Copying files', async () => {
    copyAssets(root, target)
    writeManifests(root, target)
    linkPackages(root, target)
  })
  console.log(
    `Built into build/ (${progress.total}). Start it with: cd build && node bin/server.js`
  )
} catch (error) {
  reportFailure(error)
  process.exit(1)
}
