import fs from 'node:fs'
import path from 'node:path'
import { commandOf, isAlive } from '../processes.ts'

/**
 * Who uses an embedded server. `npm start`, `npm run ace` and a test run may share one; whoever leaves last
 * stops it, whoever started it. A lease is an empty file named by the process id; leases of processes that
 * were killed are ignored and removed.
 */
export class Leases {
  readonly #folder: string

  constructor(clusterFolder: string) {
    this.#folder = path.join(clusterFolder, 'leases')
  }

  /** Registers this process. */
  take(): void {
    fs.mkdirSync(this.#folder, { recursive: true })
    fs.writeFileSync(path.join(this.#folder, String(process.pid)), '')
  }

  /** Removes this process; true when no other live process uses the server. */
  release(): boolean {
    fs.rmSync(path.join(this.#folder, String(process.pid)), { force: true })
    return this.#others().length === 0
  }

  #others(): number[] {
    const pids = fs.existsSync(this.#folder) ? fs.readdirSync(this.#folder).map(Number) : []
    return pids.filter((pid) => {
      if (pid === process.pid) return false
      const used =
        isAlive(pid) && (process.platform === 'win32' || /node/.test(commandOf(pid) ?? ''))
      if (!used) fs.rmSync(path.join(this.#folder, String(pid)), { force: true })
      return used
    })
  }
}
