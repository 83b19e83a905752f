import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import { ServerStartError } from '../errors.ts'
import { isAlive, waitUntil } from '../processes.ts'
import type { ServerAccount } from './account.ts'
import type { ServerBinaries } from './binaries.ts'
import { SUPERUSER, type clusterPaths } from './cluster.ts'
import { isServerAlive, readPidFile } from './pid_file.ts'

/** Recovery after a crash replays the log; a workshop's database needs seconds, never this long. */
const START_TIMEOUT_MS = 120_000
const STOP_TIMEOUT_MS = 30_000
const LOG_LIMIT_BYTES = 5 * 1024 * 1024

/** Settings of every embedded server: this machine only, no socket files, instants in UTC. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  max_connections: '120',
  // Compiling a query costs more than running it for the short queries of an ERP
  jit: 'off',
}

/** Test databases are thrown away, so nothing waits for the disk. */
const VOLATILE_SETTINGS: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
}

/** A running server. */
export interface RunningServer {
  pid: number
  port: number
}

/** A free TCP port on this machine, `preferred` if nobody listens on it. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred && (await canListen(preferred))) return preferred
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer().once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/**
 * The server that already works on the data folder, once it accepts connections; null when there is none. A
 * server that is starting or stopping is waited for; the pid file of a crashed one is removed.
 */
export async function findServer(dataFolder: string): Promise<RunningServer | null> {
  await waitUntil(() => {
    const file = readPidFile(dataFolder)
    return !file || file.status === 'ready' || !isServerAlive(file)
  }, START_TIMEOUT_MS)

  const file = readPidFile(dataFolder)
  if (!file) return null
  if (isServerAlive(file)) return { pid: file.pid, port: file.port }
  fs.rmSync(`${dataFolder}/postmaster.pid`, { force: true })
  return null
}

/**
 * Starts `postgres` on the data folder and waits until it accepts connections. It runs in a process group of
 * its own: Ctrl-C reaches the launcher alone, which lets the web server finish before the database stops.
 *
 * @throws {ServerStartError}
 */
export async function startServer(
  paths: ReturnType<typeof clusterPaths>,
  binaries: ServerBinaries,
  account: ServerAccount | null,
  options: { port: number; durable: boolean }
): Promise<RunningServer> {
  // The backends of a killed postmaster take a moment to notice and free its shared memory
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(paths, binaries, account, options)
    } catch (error) {
      const retry = /shared memory block/.test((error as Error).message) && attempt < 20
      if (!retry) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

async function startOnce(
  paths: ReturnType<typeof clusterPaths>,
  binaries: ServerBinaries,
  account: ServerAccount | null,
  options: { port: number; durable: boolean }
): Promise<RunningServer> {
  const settings = { ...SETTINGS, ...(options.durable ? {} : VOLATILE_SETTINGS) }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])

  if (fs.existsSync(paths.log) && fs.statSync(paths.log).size > LOG_LIMIT_BYTES) {
    fs.renameSync(paths.log, `${paths.log}.1`)
  }
  const log = fs.openSync(paths.log, 'a')
  const logStart = fs.fstatSync(log).size
  const child = spawn(binaries.postgres, ['-D', paths.data, '-p', String(options.port), ...flags], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C', PGTZ: undefined },
    ...(account && { uid: account.uid, gid: account.gid }),
  })
  fs.closeSync(log)
  const ended = exitOf(child)
  child.unref()

  const ready = await waitUntil(
    () => ended.reason !== null || isReady(paths.data, child.pid),
    START_TIMEOUT_MS
  )
  if (ended.reason === null && ready) return { pid: child.pid!, port: options.port }

  const tail = fs.readFileSync(paths.log).subarray(logStart).toString('utf8')
  const reason = /(?:FATAL|PANIC|postgres): +(.+)/.exec(tail)?.[1]
  if (ended.reason === null) child.kill('SIGQUIT')
  throw new ServerStartError(reason ?? ended.reason ?? 'it did not get ready in time', paths.log)
}

function exitOf(child: ChildProcess): { reason: string | null } {
  const ended: { reason: string | null } = { reason: null }
  child.once('error', (error) => (ended.reason = error.message))
  child.once(
    'exit',
    (code, killedBy) => (ended.reason = `it ended with ${killedBy ?? `code ${code}`}`)
  )
  return ended
}

function isReady(dataFolder: string, pid: number | undefined): boolean {
  const file = readPidFile(dataFolder)
  return file?.pid === pid && file?.status === 'ready'
}

/**
 * Stops a server, ours by birth or by adoption: open connections are cut, transactions in flight rolled back,
 * everything committed is on disk afterwards ("fast" shutdown).
 */
export async function stopServer(
  server: RunningServer,
  dataFolder: string,
  binaries: ServerBinaries
): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync(binaries.pg_ctl, ['stop', '-m', 'fast', '-D', dataFolder], { stdio: 'ignore' })
    return
  }
  signal(server.pid, 'SIGINT')
  if (await waitUntil(() => !isRunning(server), STOP_TIMEOUT_MS)) return
  signal(server.pid, 'SIGQUIT')
  await waitUntil(() => !isRunning(server), STOP_TIMEOUT_MS)
}

function isRunning({ pid }: RunningServer): boolean {
  return isAlive(pid) && isServerAlive({ pid })
}

/** Sends a signal; a process that is gone already is what the caller wanted. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Gives the superuser a new password in single-user mode, for a data folder whose secrets file was lost. The
 * server must not be running.
 *
 * @throws {ServerStartError}
 */
export function resetSuperuserPassword(
  paths: ReturnType<typeof clusterPaths>,
  binaries: ServerBinaries,
  account: ServerAccount | null,
  password: string
): void {
  const result = spawnSync(binaries.postgres, ['--single', '-D', paths.data, 'postgres'], {
    input: `ALTER ROLE ${SUPERUSER} PASSWORD '${password.replaceAll("'", "''")}'\n`,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    ...(account && { uid: account.uid, gid: account.gid }),
  })
  if (result.status === 0 && !/ERROR:/.test(result.stderr)) return
  const reason = /(?:FATAL|ERROR): +(.+)/.exec(result.stderr)?.[1]
  throw new ServerStartError(reason ?? 'the password could not be reset', paths.log)
}
