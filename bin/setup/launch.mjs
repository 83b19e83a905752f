/**
 * How every launcher begins: on the pinned Node, in the root folder, with TypeScript understood.
 *
 * npm puts `node_modules/.bin` first on the PATH, but a shell remembers where it found `node` for the set-up of a fresh
 * clone, before the pinned one was there. Such a launcher hands over to the pinned Node and passes on signals.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { pinnedMajor } from './install.mjs'
import { onAbandoned } from './parents.mjs'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Runs a program of this project.
 *
 * @param {string} program relative to the root
 */
export async function launch(program) {
  process.chdir(ROOT)
  if (Number(process.versions.node.split('.')[0]) !== pinnedMajor(ROOT)) return handOver()
  await import('./typescript.mjs')
  await import(pathToFileURL(path.join(ROOT, program)).href)
}

function handOver() {
  const windows = process.platform === 'win32'
  const node = path.join(ROOT, 'node_modules/.bin', windows ? 'node.cmd' : 'node')
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', shell: windows })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  onAbandoned(() => child.kill('SIGTERM'))
  // Ctrl-C reaches the child by itself; this process only waits for it
  process.on('SIGINT', () => undefined)
  child.once('error', () => {
    console.error('The pinned Node is not installed. Run: node bin/setup.mjs')
    process.exit(1)
  })
  child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
