import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { promisify } from 'node:util'
import { bundledBrowser } from './bundled_browser.ts'
import { BrowserMissingError } from './errors.ts'

const run = promisify(execFile)

const INSTALLED: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** A program that speaks the Chrome DevTools protocol, and what it must be started with here. */
export interface BrowserExecutable {
  path: string
  args: string[]
}

let found: Promise<BrowserExecutable> | undefined

/**
 * The browser that prints documents and runs browser tests: `BROWSER_PATH`, else a Chromium of the
 * system, else the one inside the npm package `@sparticuz/chromium`. Looked up once per process.
 *
 * @throws BrowserMissingError
 */
export function browserExecutable(): Promise<BrowserExecutable> {
  found ??= find().catch((error: unknown) => {
    found = undefined
    throw error
  })
  return found
}

async function find(): Promise<BrowserExecutable> {
  const path = await findPath()
  const args = ['--font-render-hinting=none']
  if (!(await sandboxWorks())) args.push('--no-sandbox')
  return { path, args }
}

async function findPath(): Promise<string> {
  const chosen = process.env.BROWSER_PATH
  if (chosen) {
    if (await starts(chosen)) return chosen
    throw new BrowserMissingError(`BROWSER_PATH is ${chosen}, which does not start.`)
  }

  for (const candidate of INSTALLED[process.platform] ?? []) {
    if (await starts(candidate)) return candidate
  }

  try {
    return await bundledBrowser()
  } catch (error) {
    throw new BrowserMissingError('the bundled one cannot be used on this machine.', error)
  }
}

/** Distributions ship `chromium-browser` as a stub that only prints a hint, so being there is not enough. */
async function starts(path: string): Promise<boolean> {
  try {
    await access(path)
    if (process.platform !== 'win32') await run(path, ['--version'], { timeout: 15_000 })
    return true
  } catch {
    return false
  }
}

/** Chromium's sandbox needs user namespaces, which root and many containers do not have. */
async function sandboxWorks(): Promise<boolean> {
  if (process.platform !== 'linux') return true
  if (process.getuid?.() === 0) return false
  return run('unshare', ['--user', '--map-root-user', 'true'], { timeout: 5_000 }).then(
    () => true,
    () => false
  )
}
