#!/usr/bin/env node
/**
 * The first half of every npm script. Runs on the Node of the machine (18 or newer), without any dependency,
 * and makes sure that the dependencies in `node_modules`, the pinned Node among them, are those of
 * `package-lock.json`. Costs a few milliseconds when nothing is missing. npm puts
 * `node_modules/.bin` first on the PATH, so the `node` of the command that follows is the pinned one.
 */
import { fileURLToPath } from 'node:url'
import { withLock } from './setup/lock.mjs'
import { SetupError, installDependencies, runsPinnedNode } from './setup/install.mjs'
import { inspectDependencies, linkWorkspaces, writeStamp } from './setup/state.mjs'

/**
 * Installs what is missing in `root`.
 *
 * @param {string} root absolute path of the checkout
 * @returns {Promise<'fresh' | 'linked' | 'installed'>} what had to be done
 * @throws {SetupError} when the dependencies cannot be installed
 */
export async function setup(root) {
  if (inspectDependencies(root).stamped && runsPinnedNode(root)) return 'fresh'

  return withLock(root, async (hold) => {
    const found = inspectDependencies(root)
    if (found.matchesLock && runsPinnedNode(root)) {
      const linked = linkWorkspaces(root, found.missingLinks)
      for (const name of linked) {
        console.log(`Linked ${name}. Run "npm install" once to record it in package-lock.json.`)
      }
      writeStamp(root)
      return linked.length > 0 ? 'linked' : 'fresh'
    }

    await installDependencies(root, hold)
    linkWorkspaces(root, inspectDependencies(root).missingLinks)
    writeStamp(root)
    return 'installed'
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setup(fileURLToPath(new URL('../', import.meta.url)))
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
