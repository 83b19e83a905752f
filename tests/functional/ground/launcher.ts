import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { TestContext } from '@japa/runner/core'
import { isServerAlive } from '../../../bin/postgres/pid_file.ts'
import { waitUntil } from '../../../bin/processes.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** What an opened PostgreSQL says about itself. */
export interface Opened {
  ownerUrl: string
  pid: number
  attached: boolean
}

/** A launcher in a process of its own. */
export class Launcher {
  /** Everything it printed. */
  output = ''

  constructor(readonly child: ChildProcess) {
    child.stdout!.on('data', (chunk) => (this.output += chunk))
    child.stderr!.on('data', (chunk) => (this.output += chunk))
  }

  /** Resolves with the exit code. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await once(this.child, 'exit')
    }
    return this.child.exitCode
  }

  /** Waits until PostgreSQL is open; fails with the launcher's own words. */
  async opened(): Promise<Opened> {
    await waitUntil(() => this.output.includes('\n') || this.child.exitCode !== null, 20_000)
    if (!this.output.startsWith('{')) throw new Error(this.output)
    return JSON.parse(this.output) as Opened
  }

  /** Leaves PostgreSQL as a finished command does. */
  async leave(): Promise<number | null> {
    this.child.stdin!.end()
    return this.ended()
  }
}

/** Starts a program of `bin/` or of this folder; what is still running after the test is killed. */
export function launch(
  test: TestContext,
  args: string[],
  env: Record<string, string | undefined> = {}
): Launcher {
  const child = spawn(process.execPath, ['--import=./bin/setup/typescript.mjs', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // A program that is killed with unread input resets the pipe; its end is what the tests look at
  child.stdin.on('error', () => undefined)
  test.cleanup(() => void child.kill('SIGKILL'))
  return new Launcher(child)
}

/** Starts the launcher of PostgreSQL on a folder. */
export function launchPostgres(test: TestContext, folder: string, password = 'secret'): Launcher {
  return launch(test, ['tests/functional/ground/open_postgres.ts', folder, password])
}

/** Kills a PostgreSQL that a test left behind, and waits for its end. */
export async function killServer(pid: number): Promise<void> {
  if (isServerAlive({ pid })) process.kill(pid, 'SIGKILL')
  await waitUntil(() => !isServerAlive({ pid }), 10_000)
}
