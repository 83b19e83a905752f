import fs from 'node:fs'
import net from 'node:net'
import { PortInUseError } from './errors.ts'
import { commandOf } from './processes.ts'

/**
 * Makes sure that the web server will be able to listen, before any slow work begins.
 *
 * @throws {PortInUseError} names the program that listens, where the system tells
 */
export async function assertPortFree(host: string, port: number): Promise<void> {
  if (port === 0) return
  const code = await new Promise<string | null>((resolve) => {
    const probe = net.createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
  if (code === 'EADDRINUSE' || code === 'EACCES') throw new PortInUseError(port, portHolder(port))
}

/**
 * Name and process id of the program that listens on a TCP port; null where it cannot be found out cheaply
 * (other systems than Linux, processes of other users).
 */
export function portHolder(port: number): string | null {
  if (process.platform !== 'linux') return null
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeners(table, port))
  if (sockets.length === 0) return null
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!openFiles(pid).some((target) => sockets.includes(target))) continue
    const command = commandOf(Number(pid))?.split(' ').slice(0, 2).join(' ') ?? 'process'
    return `process ${pid} (${command.slice(0, 80)})`
  }
  return null
}

/** Socket names of the listening entries of a /proc/net table; column 3 is the state, 0A is LISTEN. */
function listeners(table: string, port: number): string[] {
  if (!fs.existsSync(table)) return []
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return fs
    .readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === '0A')
    .map((columns) => `socket:[${columns[9]}]`)
}

function openFiles(pid: string): string[] {
  const folder = `/proc/${pid}/fd`
  return attempt(() => fs.readdirSync(folder), []).map((descriptor) =>
    attempt(() => fs.readlinkSync(`${folder}/${descriptor}`), '')
  )
}

/** Processes and their files end while they are looked at, and those of other users are closed to us. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
