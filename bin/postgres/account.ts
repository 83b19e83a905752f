import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { FolderOutOfReachError, NoServerAccountError } from '../errors.ts'

/** The system account PostgreSQL runs as when the launcher runs as root. */
export interface ServerAccount {
  name: string
  uid: number
  gid: number
}

const NAME = 'postgres'

/**
 * The account to run PostgreSQL as: null for a normal user (PostgreSQL runs as that user), the system user
 * `postgres` for root, made when it does not exist.
 *
 * @throws {NoServerAccountError}
 */
export function serverAccount(): ServerAccount | null {
  if (process.getuid?.() !== 0) return null
  const found = findAccount(NAME)
  if (found) return found

  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', NAME], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  } catch (error) {
    throw new NoServerAccountError((error as Error).message.split('\n')[0])
  }
  const made = findAccount(NAME)
  if (!made) throw new NoServerAccountError('useradd left no entry in /etc/passwd')
  return made
}

function findAccount(name: string): ServerAccount | null {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  if (!line) return null
  const [, , uid, gid] = line.split(':')
  return { name, uid: Number(uid), gid: Number(gid) }
}

/**
 * Makes sure that the account may enter every folder on the way to `target` and read it.
 *
 * @throws {FolderOutOfReachError} names the first folder or file that is closed
 */
export function assertReachable(target: string, account: ServerAccount): void {
  const parts = path.resolve(target).split(path.sep).slice(1)
  const steps = parts.map((_, index) => path.sep + parts.slice(0, index + 1).join(path.sep))
  for (const step of steps) {
    const stat = fs.statSync(step)
    const needed = stat.isDirectory() ? 0o1 : 0o4
    const shift = stat.uid === account.uid ? 6 : stat.gid === account.gid ? 3 : 0
    if (((stat.mode >> shift) & needed) !== needed) {
      throw new FolderOutOfReachError(step, account.name)
    }
  }
}
