import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const PROCESS = fileURLToPath(new URL('./process.mjs', import.meta.url))

/** One place of the deployment, whose process is replaced as soon as it is killed. */
export interface Slot {
  kind: 'web' | 'worker'
  port: number
  child: ChildProcess
  /** The id under which the process takes work; `null` while it starts. */
  node: string | null
  startedAt: number
}

/** Where the processes run from, and with what. */
export interface FleetOptions {
  root: string
  build: boolean
  environment: NodeJS.ProcessEnv
  /** Folder for the compiled code of V8. */
  cache: string
}

/** The processes of a deployment. One that ends by itself is a failure of the run. */
export class Fleet {
  readonly slots: Slot[] = []
  /** Milliseconds from start to taking work, of every process that lived to take it. */
  readonly boots: number[] = []
  /** What was wrong with the processes besides being killed. */
  readonly faults: string[] = []
  #stopping = false

  constructor(private options: FleetOptions) {}

  /** Starts the processes and waits until all take work. */
  async start(web: number[], workers: number[]) {
    for (const port of web) this.#open('web', port)
    for (const port of workers) this.#open('worker', port)
    await this.settled()
  }

  /** Waits until every process takes work. */
  async settled() {
    for (const slot of this.slots) {
      while (slot.node === null) {
        if (this.faults.length > 0) throw new Error(this.faults.join('\n'))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }

  /** Kills processes at once, as the kernel kills them, and starts others in their places. */
  async kill(slots: Slot[]) {
    for (const { child } of slots) child.removeAllListeners('exit')
    const ended = slots.map(({ child }) => once(child, 'exit'))
    for (const { child } of slots) child.kill('SIGKILL')
    await Promise.all(ended)
    for (const slot of slots) Object.assign(slot, this.#spawn(slot))
  }

  /** Ends all processes in order. */
  async stop() {
    this.#stopping = true
    const ended = this.slots.map(({ child }) => once(child, 'exit'))
    for (const { child } of this.slots) child.kill('SIGTERM')
    await Promise.all(ended)
  }

  abandon() {
    this.#stopping = true
    for (const { child } of this.slots) child.kill('SIGKILL')
  }

  #open(kind: Slot['kind'], port: number) {
    const slot = { kind, port } as Slot
    this.slots.push(Object.assign(slot, this.#spawn(slot)))
  }

  #spawn(slot: Pick<Slot, 'kind' | 'port'>): Slot {
    const { root, build, environment, cache } = this.options
    const folder = build ? path.join(root, 'build') : root
    const child = spawn(
      process.execPath,
      [
        ...(build ? [] : ['--import=@poppinss/ts-exec']),
        PROCESS,
        slot.kind,
        folder,
        ...(build ? ['js', cache] : ['ts']),
      ],
      {
        cwd: folder,
        env: {
          ...environment,
          PORT: String(slot.port),
          APP_URL: `http://127.0.0.1:${slot.port}`,
          WORKER: 'none',
        },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      }
    )
    let complaint = ''
    child.stderr!.on('data', (chunk) => (complaint = `${complaint}${String(chunk)}`.slice(-2_000)))
    const started: Slot = { ...slot, child, node: null, startedAt: performance.now() }
    child.on('message', (message: { node?: string }) => {
      if (!message.node) return
      const place = this.slots.find((each) => each.child === child)
      if (place) place.node = message.node
      this.boots.push(performance.now() - started.startedAt)
    })
    child.on('exit', (code, signal) => {
      if (this.#stopping) return
      this.faults.push(`A ${slot.kind} process ended by itself (${code ?? signal}): ${complaint}`)
    })
    return started
  }
}
