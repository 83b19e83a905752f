import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { lstat, mkdir, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** Longest that npm may take to write the lock file anew. */
const LOCK_TIMEOUT_MS = 60_000

/**
 * Lets imports find the package in `folder` by its name, as npm does for workspaces.
 * @returns name of the package
 */
export async function linkPackage(root: string, folder: string): Promise<string> {
  const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    name: string
  }
  const link = join(root, 'node_modules', name)
  await mkdir(dirname(link), { recursive: true })
  await rm(link, { recursive: true, force: true })
  await symlink(relative(dirname(link), join(root, folder)), link, 'junction')
  return name
}

/** Takes the link of {@link linkPackage} away; a folder of that name that is no link stays. */
export async function unlinkPackage(root: string, name: string): Promise<void> {
  const link = join(root, 'node_modules', name)
  const found = await lstat(link).catch(() => null)
  if (found?.isSymbolicLink()) await rm(link)
}

/**
 * Writes package-lock.json anew, from what npm has at hand; nothing is installed and no script runs.
 * @returns false when npm could not do it: `npm install` does it later
 */
export async function refreshLock(root: string): Promise<boolean> {
  if (!existsSync(join(root, 'package-lock.json'))) return false
  const flags = ['--package-lock-only', '--ignore-scripts', '--prefer-offline', '--no-audit']
  return runNpm(root, ['install', ...flags], LOCK_TIMEOUT_MS)
}

/**
 * Runs npm quietly.
 * @returns whether it ended well in time
 */
export function runNpm(root: string, args: string[], timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const windows = process.platform === 'win32'
    const child = spawn('npm', args, {
      cwd: root,
      stdio: 'ignore',
      shell: windows,
      timeout,
      env: { ...process.env, npm_config_loglevel: 'error', npm_config_fund: 'false' },
    })
    child.once('error', () => resolve(false))
    child.once('close', (code) => resolve(code === 0))
  })
}
