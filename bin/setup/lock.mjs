/**
 * One set-up at a time in a checkout: `npm start` and `npm test` started together must not both rewrite
 * `node_modules`.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const WAIT_MS = 100

/**
 * The lock folder of a checkout. It lies outside the checkout, because npm empties `node_modules` and the
 * source tree stays clean.
 *
 * @param {string} root
 */
export function lockFolder(root) {
  const id = createHash('sha256').update(fs.realpathSync(root)).digest('hex').slice(0, 16)
  return path.join(os.tmpdir(), `karkhana-setup-${id}`)
}

/**
 * Runs `work` while holding the set-up lock of a checkout.
 *
 * @template T
 * @param {string} root
 * @param {(hold: (pid: number) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export function withLock(root, work) {
  const notice = 'Another command is installing the dependencies, waiting for it …'
  return holdFolder(lockFolder(root), work, notice)
}

/**
 * Runs `work` while holding the lock `folder`; waits, with a notice, for another live process that holds it. A
 * lock whose processes are gone (killed in the middle) is taken over. `work` receives `hold(pid)`: a child that
 * may outlive this process (npm, when only the script was killed) keeps the lock too.
 *
 * @template T
 * @param {string} folder
 * @param {(hold: (pid: number) => void) => Promise<T>} work
 * @param {string} [notice] printed once when the lock is taken
 * @returns {Promise<T>}
 */
export async function holdFolder(folder, work, notice) {
  let announced = !notice
  while (!acquire(folder)) {
    if (!announced) console.log(notice)
    announced = true
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }
  const release = () => fs.rmSync(folder, { recursive: true, force: true })
  process.once('exit', release)
  try {
    return await work((pid) => fs.appendFileSync(path.join(folder, 'pid'), `\n${pid}`))
  } finally {
    process.off('exit', release)
    release()
  }
}

/**
 * Takes the lock if it is free or its holder is gone.
 *
 * @param {string} folder
 * @returns {boolean} true when this process now holds the lock
 */
export function acquire(folder) {
  const staging = `${folder}.${process.pid}`
  fs.rmSync(staging, { recursive: true, force: true })
  fs.mkdirSync(staging)
  fs.writeFileSync(path.join(staging, 'pid'), String(process.pid))
  try {
    // A rename onto a folder with content fails, so the lock and its pid appear in one step
    fs.renameSync(staging, folder)
    return true
  } catch (error) {
    fs.rmSync(staging, { recursive: true, force: true })
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error
    if (readHolders(folder).some(isAlive)) return false
    fs.rmSync(folder, { recursive: true, force: true })
    return false
  }
}

function readHolders(folder) {
  try {
    const lines = fs.readFileSync(path.join(folder, 'pid'), 'utf8').split('\n')
    return lines.map(Number).filter((pid) => Number.isInteger(pid) && pid > 0)
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
