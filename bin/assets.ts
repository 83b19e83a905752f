import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { BuildError } from './errors.ts'
import { assetFingerprint, readAssetStamp } from './assets/fingerprint.ts'

/** Whether the assets in `public/assets` are those of the present sources. */
export function assetsAreFresh(root: string): boolean {
  const stamp = readAssetStamp(root)
  if (!stamp || !fs.existsSync(path.join(root, 'public/assets/.vite/manifest.json'))) return false
  return stamp.fingerprint === assetFingerprint(root, stamp.bundled)
}

/**
 * Builds the assets for browsers when their sources changed since the last build. Runs in a process of its own:
 * the build needs much memory and leaves caches behind.
 *
 * @returns true when a build was necessary
 * @throws {BuildError} with the first error of the build
 */
export async function buildAssets(root: string): Promise<boolean> {
  if (assetsAreFresh(root)) return false
  const script = path.join(root, 'bin/assets/build.ts')
  const { code, output } = await new Promise<{ code: number | null; output: string }>(
    (resolve, reject) => {
      const child = spawn(process.execPath, ['--import=./bin/setup/typescript.mjs', script], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_ENV: 'production' },
      })
      let text = ''
      child.stdout.on('data', (chunk) => (text += chunk))
      child.stderr.on('data', (chunk) => (text += chunk))
      child.once('error', reject)
      child.once('close', (status) => resolve({ code: status, output: text }))
      process.once('exit', () => child.kill())
    }
  )
  if (code === 0) return true

  const log = path.join(root, 'storage/assets.log')
  fs.mkdirSync(path.dirname(log), { recursive: true })
  fs.writeFileSync(log, output)
  const reason = /^.*(?:error|Error)[^\n]*/m.exec(output)?.[0].trim() ?? `vite ended with ${code}`
  throw new BuildError(
    `The pages did not build: ${reason.slice(0, 300)} Correct it and run the command again; the whole output is in storage/assets.log.`
  )
}
