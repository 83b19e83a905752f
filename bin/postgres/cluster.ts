import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { ForeignDataFolderError, ServerStartError } from '../errors.ts'
import { SERVER_MAJOR, type ServerBinaries } from './binaries.ts'
import type { ServerAccount } from './account.ts'

/** The superuser of an embedded cluster; only the launchers use it. */
export const SUPERUSER = 'postgres'

/** Files of one embedded cluster below its folder. */
export function clusterPaths(folder: string) {
  return {
    folder,
    data: path.join(folder, 'data'),
    initialising: path.join(folder, 'initialising'),
    passwordFile: path.join(folder, 'initialising.password'),
    memory: path.join(folder, 'cluster.json'),
    log: path.join(folder, 'server.log'),
    lock: path.join(folder, 'opening'),
  }
}

/** What the launchers remember about a cluster between two runs. */
export interface ClusterMemory {
  /** The TCP port of the last run, tried first. */
  port?: number
  /** Fingerprint of the roles, passwords and databases that exist. */
  prepared?: string
}

/** Reads the memory of a cluster; an absent or broken file is an empty memory. */
export function readMemory(file: string): ClusterMemory {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as ClusterMemory
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || error instanceof SyntaxError) return {}
    throw error
  }
}

/** Writes the memory of a cluster in one step. */
export function writeMemory(file: string, memory: ClusterMemory): void {
  fs.writeFileSync(`${file}.new`, JSON.stringify(memory))
  fs.renameSync(`${file}.new`, file)
}

/**
 * Makes the data folder when there is none; true when it was made now. `initdb` works in a folder of its own
 * that is renamed at the end: a data folder that exists is complete, and what a killed `initdb` left behind
 * holds no data and is thrown away.
 *
 * @param hold told the process id of `initdb`, which goes on when only its launcher is killed
 * @throws {ForeignDataFolderError} the folder belongs to another version or is no cluster
 */
export async function ensureCluster(
  folder: string,
  binaries: ServerBinaries,
  account: ServerAccount | null,
  superuserPassword: string,
  hold: (pid: number) => void
): Promise<boolean> {
  const paths = clusterPaths(folder)
  if (fs.existsSync(paths.data)) {
    assertOurVersion(paths.data)
    return false
  }

  fs.rmSync(paths.initialising, { recursive: true, force: true })
  fs.mkdirSync(paths.initialising, { mode: 0o700 })
  fs.writeFileSync(paths.passwordFile, `${superuserPassword}\n`, { mode: 0o600 })
  if (account) {
    fs.chownSync(paths.initialising, account.uid, account.gid)
    fs.chownSync(paths.passwordFile, account.uid, account.gid)
  }
  try {
    await runInitdb(paths, binaries, account, hold)
  } finally {
    fs.rmSync(paths.passwordFile, { force: true })
  }
  writeAccessRules(paths.initialising)
  fs.renameSync(paths.initialising, paths.data)
  return true
}

function assertOurVersion(data: string): void {
  const file = path.join(data, 'PG_VERSION')
  const version = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : null
  if (version === SERVER_MAJOR) return
  throw new ForeignDataFolderError(
    data,
    version ? `data of PostgreSQL ${version}` : 'no PostgreSQL data'
  )
}

/** Connections come by TCP from this machine only, with a password. */
function writeAccessRules(data: string): void {
  const rules = ['127.0.0.1/32', '::1/128'].map((net) => `host all all ${net} scram-sha-256\n`)
  fs.writeFileSync(path.join(data, 'pg_hba.conf'), rules.join(''))
}

function runInitdb(
  paths: ReturnType<typeof clusterPaths>,
  binaries: ServerBinaries,
  account: ServerAccount | null,
  hold: (pid: number) => void
): Promise<void> {
  const flags = [
    `--pgdata=${paths.initialising}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${paths.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The built-in provider sorts the same on every machine, whatever locales it has installed
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, flags, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
      ...(account && { uid: account.uid, gid: account.gid }),
    })
    if (child.pid) hold(child.pid)
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve()
      fs.writeFileSync(paths.log, output)
      const line = /error: (.+)/.exec(output)?.[1] ?? `initdb ended with code ${code}`
      reject(new ServerStartError(line, paths.log))
    })
  })
}
