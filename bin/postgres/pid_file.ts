import fs from 'node:fs'
import path from 'node:path'
import { commandOf, isAlive } from '../processes.ts'

/** What `postmaster.pid` in a data folder tells; the format is PostgreSQL's own (miscadmin.h). */
export interface PidFile {
  pid: number
  /** TCP port. */
  port: number
  /** `starting`, `stopping`, `ready` or `standby`; empty while the server writes the file. */
  status: string
}

/** Reads `postmaster.pid`; null when there is none. */
export function readPidFile(dataFolder: string): PidFile | null {
  let content: string
  try {
    content = fs.readFileSync(path.join(dataFolder, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const lines = content.split('\n').map((line) => line.trim())
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), status: lines[7] ?? '' }
}

/**
 * Whether the process of a pid file is a live PostgreSQL. After a crash the number may belong to another
 * program, before which PostgreSQL itself would refuse to start.
 */
export function isServerAlive({ pid }: Pick<PidFile, 'pid'>): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false
  const command = commandOf(pid)
  if (command === null) return process.platform === 'win32'
  return /postgres/.test(command.split(' ')[0])
}
