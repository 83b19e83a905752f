import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Not part of a clone: made by installing, building, running and testing. */
const LEFT_OUT = new Set(['node_modules', 'build', 'storage', 'tmp', '.git', 'coverage', '.env'])

/** What a program said. */
export interface RunResult {
  code: number | null
  /** Standard output and error. */
  output: string
}

/** Another checkout of this project with the files of this one, to try tools that change files. */
export class Checkout {
  /** Variables of every program that runs here. */
  env: NodeJS.ProcessEnv = {}

  constructor(readonly folder: string) {}

  /** Absolute path of a file. */
  path(file: string): string {
    return path.join(this.folder, file)
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), 'utf8')
  }

  write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(this.path(file)), { recursive: true })
    fs.writeFileSync(this.path(file), text)
  }

  has(file: string): boolean {
    return fs.existsSync(this.path(file))
  }

  /** Runs a program of `node_modules/.bin`, or Node itself, in the checkout. */
  run(
    program: string,
    args: string[],
    { env = {}, input = '' }: { env?: NodeJS.ProcessEnv; input?: string } = {}
  ): Promise<RunResult> {
    const binary = program === 'node' ? process.execPath : this.path(`node_modules/.bin/${program}`)
    const child = spawn(binary, args, {
      cwd: this.folder,
      env: { ...process.env, NODE_ENV: 'development', ...this.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child.stdin.end(input)
    let output = ''
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.stderr.on('data', (chunk) => (output += String(chunk)))
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve({ code, output }))
    })
  }

  /** Runs an ace command. */
  ace(...args: string[]): Promise<RunResult> {
    return this.run('node', ['ace.ts', ...args])
  }

  /** The answer of an ace command to programs. */
  async aceJson<Json>(...args: string[]): Promise<{ code: number | null; json: Json }> {
    const { code, output } = await this.ace(...args, '--json')
    const line = output.trim().split('\n').at(-1)!
    if (!line.startsWith('{') && !line.startsWith('[')) throw new Error(output)
    return { code, json: JSON.parse(line) as Json }
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true })
  }
}

/**
 * Makes a checkout in the folder for temporary files; whoever makes it removes it.
 * @param options.assets also the pages that were built here, so that nothing has to be built before a test
 */
export function makeCheckout({ assets = false } = {}): Checkout {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'karkhana-checkout-'))
  // The embedded PostgreSQL runs as another user, who has to get in
  fs.chmodSync(folder, 0o755)
  for (const name of fs.readdirSync(ROOT)) {
    if (LEFT_OUT.has(name)) continue
    fs.cpSync(path.join(ROOT, name), path.join(folder, name), {
      recursive: true,
      filter: (file) => assets || !file.startsWith(path.join(ROOT, 'public/assets')),
    })
  }
  linkDependencies(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'))
  return new Checkout(folder)
}

/** The installed packages, by links; the packages of the checkout itself are linked to its own folders. */
function linkDependencies(source: string, target: string) {
  fs.mkdirSync(target)
  for (const name of fs.readdirSync(source)) {
    const from = path.join(source, name)
    if (name === '@karkhana' || name === '.cache' || name === '.vite') continue
    if (name.startsWith('.') && name !== '.bin') {
      fs.cpSync(from, path.join(target, name), { recursive: true })
    } else fs.symlinkSync(from, path.join(target, name))
  }
  const own = path.join(target, '@karkhana')
  fs.mkdirSync(own)
  for (const name of fs.readdirSync(path.join(source, '@karkhana'))) {
    const link = fs.readlinkSync(path.join(source, '@karkhana', name))
    if (fs.existsSync(path.resolve(own, link))) fs.symlinkSync(link, path.join(own, name))
  }
}
