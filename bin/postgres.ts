import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { DataFolderLockedError } from './errors.ts'
import { assertReachable, serverAccount } from './postgres/account.ts'
import { serverBinaries } from './postgres/binaries.ts'
import {
  clusterPaths,
  ensureCluster,
  readMemory,
  SUPERUSER,
  writeMemory,
} from './postgres/cluster.ts'
import { connectionUrl, errorCode, withClient } from './postgres/connection.ts'
import { Leases } from './postgres/leases.ts'
import { APP_ROLE, ensureOwner, ensureRoles, OWNER_ROLE } from './postgres/roles.ts'
import {
  findServer,
  freePort,
  resetSuperuserPassword,
  type RunningServer,
  signal,
  startServer,
  stopServer,
} from './postgres/server.ts'
import { holdFolder } from './setup/lock.mjs'

export { assertAppRole, ensureRoles } from './postgres/roles.ts'

/** Passwords of the roles of an embedded cluster. */
export interface ClusterPasswords {
  superuser: string
  owner: string
  app: string
}

export interface OpenPostgresOptions {
  /** Absolute path of the cluster's folder, for example `storage/postgres`. */
  dir: string
  /** The database to open, made when it is missing. */
  name: string
  passwords: ClusterPasswords
  /** False for tests: nothing waits for the disk, and a crash of the machine may lose data. */
  durable?: boolean
  /** Called before a step that takes noticeable time. */
  onProgress?: (step: string) => void
}

/** An open embedded PostgreSQL. */
export interface OpenedPostgres {
  /** Connection of the role that owns the database; for migrations. */
  ownerUrl: string
  /** Connection of the role the application runs as. */
  appUrl: string
  /** Superuser connection to the maintenance database; for cloning databases in tests. */
  adminUrl: string
  port: number
  /** Process id of the server. */
  pid: number
  /** True when the server was running already. */
  attached: boolean
  /** Leaves the server, and stops it when nobody else uses it. May be called twice. */
  stop(): Promise<void>
}

/**
 * Opens the embedded PostgreSQL below `dir`: makes the data folder on first use, attaches to the server when
 * one of this checkout is running (also one that outlived its launcher), and starts it otherwise. Until
 * `stop()` this process counts as a user of the server; a launcher that crashes still stops it on exit.
 *
 * @throws {GroundError} one line with the next step, see `errors.ts`
 */
export async function openPostgres(options: OpenPostgresOptions): Promise<OpenedPostgres> {
  const paths = clusterPaths(options.dir)
  const binaries = await serverBinaries()
  const account = serverAccount()
  fs.mkdirSync(options.dir, { recursive: true, mode: 0o755 })
  if (account) {
    assertReachable(binaries.postgres, account)
    assertReachable(options.dir, account)
  }

  const leases = new Leases(options.dir)
  const { server, attached } = await holdFolder(paths.lock, async (hold) => {
    const running = await openServer(hold)
    await prepare(running.server)
    leases.take()
    return running
  })

  async function openServer(
    hold: (pid: number) => void
  ): Promise<{ server: RunningServer; attached: boolean }> {
    const found = await findServer(paths.data)
    if (found) {
      const ours = await canLogIn(found, options.passwords.superuser)
      if (ours) return { server: found, attached: true }
      throw new DataFolderLockedError(paths.data, found.pid)
    }
    if (!fs.existsSync(paths.data)) options.onProgress?.('Preparing PostgreSQL')
    const { superuser } = options.passwords
    if (await ensureCluster(options.dir, binaries, account, superuser, hold)) {
      writeMemory(paths.memory, { port: readMemory(paths.memory).port })
    }
    const started = await start()
    if (await canLogIn(started, options.passwords.superuser)) {
      return { server: started, attached: false }
    }
    await stopServer(started, paths.data, binaries)
    resetSuperuserPassword(paths, binaries, account, options.passwords.superuser)
    return { server: await start(), attached: false }
  }

  async function start(): Promise<RunningServer> {
    const memory = readMemory(paths.memory)
    const port = await freePort(memory.port)
    const started = await startServer(paths, binaries, account, {
      port,
      durable: options.durable ?? true,
    })
    if (port !== memory.port) writeMemory(paths.memory, { ...memory, port })
    return started
  }

  async function prepare({ port }: RunningServer): Promise<void> {
    const { passwords, name } = options
    const prepared = createHash('sha256')
      .update(JSON.stringify([passwords, name]))
      .digest('hex')
    const memory = readMemory(paths.memory)
    if (memory.prepared === prepared) return
    await ensureOwner(adminUrl(port), name, passwords.owner)
    await ensureRoles(adminUrl(port), { password: passwords.app })
    writeMemory(paths.memory, { ...memory, port, prepared })
  }

  function adminUrl(port: number): string {
    return superuserUrl(port, options.passwords.superuser)
  }

  const stopOnExit = () => {
    if (leases.release()) signal(server.pid, 'SIGINT')
  }
  process.once('exit', stopOnExit)

  let stopping: Promise<void> | undefined
  async function stop(): Promise<void> {
    process.off('exit', stopOnExit)
    await holdFolder(paths.lock, async () => {
      if (leases.release()) await stopServer(server, paths.data, binaries)
    })
  }

  const { port, pid } = server
  const url = (user: string, password: string) =>
    connectionUrl({ user, password, port, database: options.name })
  return {
    ownerUrl: url(OWNER_ROLE, options.passwords.owner),
    appUrl: url(APP_ROLE, options.passwords.app),
    adminUrl: adminUrl(port),
    port,
    pid,
    attached,
    stop: () => (stopping ??= stop()),
  }
}

function superuserUrl(port: number, password: string): string {
  return connectionUrl({ user: SUPERUSER, password, port, database: 'postgres' })
}

/** False when the server does not know the password; other failures are thrown. */
async function canLogIn({ port }: RunningServer, password: string): Promise<boolean> {
  try {
    await withClient(superuserUrl(port, password), (client) => client.query('select 1'))
    return true
  } catch (error) {
    if (['28P01', '28000', 'ECONNREFUSED'].includes(errorCode(error) ?? '')) return false
    throw error
  }
}
