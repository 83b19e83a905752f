import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** What the pages of a checkout are built from. */
const SOURCES = ['app', 'bin', 'modules', 'resources', 'plugins']
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts']

/** The browser's half of a checkout that has some more plugins. */
export interface PluginPages {
  /** Gives it to a browser in place of the built one; `unless` leaves out what it says. */
  serveTo(context: BrowserContext, unless?: (file: string) => boolean): Promise<void>
  remove(): Promise<void>
}

/** Builds the pages of this checkout with the plugins below `folder`, as whoever installs them does. */
export async function buildPagesWith(folder: string): Promise<PluginPages> {
  const checkout = await mkdtemp(join(tmpdir(), 'karkhana-pages-'))
  for (const source of [...SOURCES, ...FILES]) {
    if (existsSync(join(ROOT, source))) {
      await cp(join(ROOT, source), join(checkout, source), { recursive: true })
    }
  }
  await cp(folder, join(checkout, 'plugins'), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'))
  await build(checkout)
  const [ours, built] = [await entryOf(ROOT), await entryOf(checkout)]
  const styles = new Map(pairs(ours.css, built.css))

  return {
    serveTo: async (context, unless = () => false) => {
      await context.route('**/assets/**', async (route) => {
        const asked = new URL(route.request().url()).pathname.replace('/assets/', '')
        if (asked === ours.file && asked !== built.file) {
          // Other chunks import the entry by its new name, so it must not run under the old one as well.
          const body = `import '/assets/${built.file}'`
          return route.fulfill({ contentType: 'text/javascript', body })
        }
        const name = styles.get(asked) ?? asked
        if (unless(name)) return route.abort()
        const file = join(checkout, 'public/assets', name)
        return existsSync(file) ? route.fulfill({ path: file }) : route.continue()
      })
    },
    remove: () => rm(checkout, { recursive: true, force: true }),
  }
}

const pairs = (from: string[] = [], to: string[] = []) =>
  from.map((file, index): [string, string] => [file, to[index] ?? file])

async function entryOf(checkout: string): Promise<{ file: string; css?: string[] }> {
  const manifest = join(checkout, 'public/assets/.vite/manifest.json')
  const entries = JSON.parse(await readFile(manifest, 'utf8')) as Record<
    string,
    { file: string; css?: string[] }
  >
  return entries['resources/app.ts']
}

/** In a process of its own, as `npm run build` does. */
async function build(checkout: string) {
  const script = join(checkout, 'bin/assets/build.ts')
  const child = spawn(process.execPath, ['--import=./bin/setup/typescript.mjs', script], {
    cwd: checkout,
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`The pages did not build: ${said}`)
}
