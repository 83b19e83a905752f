/**
 * Notices that npm is gone. npm starts a script through a shell; when npm is killed the shell lives on, and when the
 * shell is ended by a signal it does not pass it on. Without this a server would run on without a terminal.
 */
import fs from 'node:fs'
import process from 'node:process'

const INTERVAL_MS = 1000

/**
 * Calls back once when the parent of this process, or the parent of that one, has ended. Does nothing outside of npm
 * scripts: a process manager may have other plans.
 *
 * @param {() => void} callback
 */
export function onAbandoned(callback) {
  if (!process.env.npm_lifecycle_event) return
  const before = ancestors()
  const timer = setInterval(() => {
    if (ancestors() === before) return
    clearInterval(timer)
    callback()
  }, INTERVAL_MS)
  timer.unref()
}

function ancestors() {
  return `${process.ppid} ${parentOf(process.ppid)}`
}

/** Known on Linux only; elsewhere the direct parent has to do. */
function parentOf(pid) {
  if (process.platform !== 'linux') return null
  try {
    // "pid (name) state ppid …"; the name may contain anything
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').pop().trim().split(' ')[1]
  } catch {
    // The parent has just ended
    return null
  }
}
