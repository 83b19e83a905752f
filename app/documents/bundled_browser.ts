import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  access,
  constants,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** An unpacking that died is swept away after this time, in milliseconds. */
const STALE_AFTER = 60 * 60 * 1000

/**
 * Starts the bundled program with its own NSS libraries and the folder's font list, so that a
 * machine without them (a slim container) prints the same page.
 */
const START_SCRIPT = `#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`

const FONT_LIST = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`

/** Runs in a process of its own, because the package unpacks to wherever TMPDIR points. */
const UNPACK_SCRIPT = `
const { inflate } = await import(process.env.PACKAGE_URL)
const { fileURLToPath } = await import('node:url')
for (const archive of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'])
  await inflate(fileURLToPath(new URL('../bin/' + archive, process.env.PACKAGE_URL)))
`

/**
 * Path of the Chromium that travels inside the npm package `@sparticuz/chromium`, unpacked on first
 * use (about 2 s, 210 MB). Any number of processes may call it at the same time: each unpacks to a
 * folder of its own, tries the program, and renames the folder into place; the first one wins.
 * `cache` is an existing folder to unpack into instead of the usual one.
 */
export async function bundledBrowser(cache?: string): Promise<string> {
  const packageUrl = import.meta.resolve('@sparticuz/chromium')
  cache ??= await cacheFolder(packageUrl)
  const folder = join(cache, `chromium-${await packageVersion(packageUrl)}`)
  const program = join(folder, 'browser.sh')
  if (await exists(program)) return program

  const parent = dirname(folder)
  await sweep(parent)
  const mine = `${folder}.${process.pid}.${randomBytes(4).toString('hex')}`
  await mkdir(mine, { mode: 0o700 })
  try {
    await run(process.execPath, ['--input-type=module', '--eval', UNPACK_SCRIPT], {
      env: { PATH: process.env.PATH, TMPDIR: mine, PACKAGE_URL: packageUrl },
    })
    await writeFile(join(mine, 'fonts.conf'), FONT_LIST)
    await writeFile(join(mine, 'browser.sh'), START_SCRIPT, { mode: 0o700 })
    await run(join(mine, 'browser.sh'), ['--version'], { timeout: 30_000 })
    await rename(mine, folder).catch(async (error: NodeJS.ErrnoException) => {
      if (!(await exists(program))) throw error
    })
  } finally {
    await rm(mine, { recursive: true, force: true })
  }
  return program
}

async function packageVersion(packageUrl: string): Promise<string> {
  const manifest = await readFile(new URL('../package.json', packageUrl), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/** `node_modules/.cache/karkhana`, or a private folder of this user where that is read-only. */
async function cacheFolder(packageUrl: string): Promise<string> {
  const modules = fileURLToPath(new URL('../../../', packageUrl))
  const preferred = join(modules, '.cache', 'karkhana')
  try {
    await mkdir(preferred, { recursive: true })
    await access(preferred, constants.W_OK)
    return preferred
  } catch {
    const uid = process.getuid?.() ?? 0
    const fallback = join(tmpdir(), `karkhana-${uid}`)
    await mkdir(fallback, { recursive: true, mode: 0o700 })
    const found = await lstat(fallback)
    if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0) {
      throw new Error(`${fallback} belongs to somebody else`)
    }
    return fallback
  }
}

async function sweep(parent: string) {
  for (const name of await readdir(parent)) {
    if (!/^chromium-.+\.\d+\.[0-9a-f]{8}$/.test(name)) continue
    const path = join(parent, name)
    const age = await stat(path).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0
    )
    if (age > STALE_AFTER) await rm(path, { recursive: true, force: true })
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false
  )
