/**
 * Runs `npm ci` quietly, with progress, and translates its failures into one line with the next step.
 */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** A failed installation; the message is one line for the person at the terminal. */
export class SetupError extends Error {}

/** Variables under which npm installs: no browser is downloaded, only errors are printed. */
const NPM_ENV = {
  PUPPETEER_SKIP_DOWNLOAD: '1',
  PUPPETEER_SKIP_CHROMIUM_DOWNLOAD: '1',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  npm_config_loglevel: 'error',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  npm_config_progress: 'false',
}

/**
 * The pinned major version of Node, from the manifest.
 *
 * @param {string} root
 */
export function pinnedMajor(root) {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  const range = manifest.dependencies?.node ?? ''
  return Number(/\d+/.exec(range)?.[0])
}

/**
 * Whether `node_modules/.bin/node` starts and is the pinned major version. A broken download leaves an empty
 * or half-written binary.
 *
 * @param {string} root
 */
export function runsPinnedNode(root) {
  const binary = path.join(
    root,
    'node_modules/.bin',
    process.platform === 'win32' ? 'node.cmd' : 'node'
  )
  const result = spawnSync(binary, ['--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  return result.status === 0 && result.stdout.startsWith(`v${pinnedMajor(root)}.`)
}

/**
 * Installs the lock file. A first failure that another try may heal (a truncated or damaged download) is
 * tried once more against the registry instead of the cache.
 *
 * @param {string} root
 * @param {(pid: number) => void} hold told the process id of npm, see `withLock`
 * @throws {SetupError}
 */
export async function installDependencies(root, hold) {
  if (!fs.existsSync(path.join(root, 'package-lock.json'))) {
    throw new SetupError(
      'package-lock.json is missing, so the dependencies are unknown. Restore it with: git checkout package-lock.json'
    )
  }

  const first = await runNpm(root, [], hold)
  let problem = first.code === 0 ? missingNode(root) : explainFailure(first.output)
  if (problem?.retry) {
    console.log(`${problem.reason} Trying once more …`)
    fs.rmSync(path.join(root, 'node_modules'), { recursive: true, force: true })
    const second = await runNpm(root, ['--prefer-online'], hold)
    problem = second.code === 0 ? missingNode(root) : explainFailure(second.output)
  }
  if (problem) throw new SetupError(`${problem.reason} ${problem.next}`)
}

function missingNode(root) {
  if (runsPinnedNode(root)) return null
  return {
    retry: true,
    reason: `The pinned Node ${pinnedMajor(root)} did not install (node_modules/.bin/node does not start).`,
    next: 'Allow npm to run install scripts (npm config delete ignore-scripts) and run the command again.',
  }
}

/**
 * Turns the output of a failed `npm ci` into a reason and a next step.
 *
 * @param {string} output stdout and stderr of npm
 * @returns {{ reason: string, next: string, retry: boolean }}
 */
export function explainFailure(output) {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1] ?? ''
  const known = [
    [
      /^(EUSAGE|ELOCKVERIFY)$/,
      'package.json and package-lock.json disagree.',
      'Run: npm install',
      false,
    ],
    [
      /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH)$/,
      'The npm registry cannot be reached.',
      'Check the network or proxy and run the command again.',
      false,
    ],
    [
      /^(ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR|EIDLETIMEOUT)$/,
      'The download broke off.',
      'Check the network and run the command again.',
      true,
    ],
    [
      /^(EINTEGRITY|TAR_.*|Z_.*|ENOENT|ENOTEMPTY)$/,
      'A downloaded package is damaged.',
      'Run: npm cache clean --force, then the command again.',
      true,
    ],
    [/^ENOSPC$/, 'The disk is full.', 'Free about 1.5 GB and run the command again.', false],
    [
      /^(EACCES|EPERM|EROFS)$/,
      'node_modules cannot be written.',
      'Give yourself write access to this folder and run the command again.',
      false,
    ],
    [
      /^(E401|E403|E404)$/,
      `The npm registry refused a package (${code}).`,
      'Check the registry with: npm config get registry',
      false,
    ],
  ].find(([pattern]) => pattern.test(code))
  if (known) return { reason: known[1], next: known[2], retry: known[3] }

  const line =
    /npm (?:error|ERR!) (?!code)(.+)/.exec(output)?.[1] ?? output.trim().split('\n').pop()
  return {
    reason: `npm ci failed: ${line || 'no output'}.`,
    next: 'Run "npm ci" to see its whole output.',
    retry: code === '',
  }
}

function runNpm(root, flags, hold) {
  return new Promise((resolve, reject) => {
    const stopProgress = showProgress('Installing dependencies (about a minute the first time)')
    let output = ''
    const child = spawn('npm', ['ci', ...flags], {
      cwd: root,
      env: { ...process.env, ...NPM_ENV },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    if (child.pid) hold(child.pid)
    const stopNpm = () => child.kill()
    process.once('SIGTERM', stopNpm)
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => {
      stopProgress()
      reject(
        error.code === 'ENOENT'
          ? new SetupError(
              'npm is not on the PATH. Install Node.js with npm and run the command again.'
            )
          : error
      )
    })
    child.once('close', (code) => {
      process.off('SIGTERM', stopNpm)
      stopProgress()
      resolve({ code, output })
    })
  })
}

/**
 * Shows a label with the seconds that passed: rewritten in place on a terminal, a line every 15 s elsewhere.
 */
function showProgress(label) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const terminal = process.stdout.isTTY
  process.stdout.write(terminal ? `${label} …` : `${label} …\n`)
  const timer = setInterval(
    () => process.stdout.write(terminal ? `\r${label} … ${seconds()} s` : `  … ${seconds()} s\n`),
    terminal ? 1000 : 15_000
  )
  return () => {
    clearInterval(timer)
    process.stdout.write(terminal ? `\r${label} … ${seconds()} s\n` : `  … ${seconds()} s, done\n`)
  }
}
