import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NoCheckoutError } from './errors.ts'

/** @throws NoCheckoutError in a production build, which has no sources to build pages from */
export function ensureCheckout(root: string): void {
  if (!existsSync(join(root, 'ace.ts')) || !existsSync(join(root, 'vite.config.ts'))) {
    throw new NoCheckoutError()
  }
}

/**
 * Runs an ace command in a process of its own, which sees the modules as they lie there now.
 * @returns its exit code and what it said
 */
export function runAce(root: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['ace.ts', ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.stderr.on('data', (chunk) => (output += String(chunk)))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output: output.trim() }))
  })
}
