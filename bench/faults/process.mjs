/**
 * One web server or worker (`queue:work`), made to be killed: from the build when the bench says so, with the compiled
 * code of V8 kept on disk. Tells its parent when it takes work, and under which id.
 */
import module from 'node:module'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

const [kind, root, extension, cache] = process.argv.slice(2)
if (cache) module.enableCompileCache(cache)
const load = (file) => import(new URL(`${file}.${extension}`, pathToFileURL(`${root}/`)).href)

process.on('disconnect', () => process.exit())
const { createIgnitor } = await load('bin/ignitor')
const ignitor = createIgnitor()
process.on('SIGTERM', async () => {
  await ignitor.getApp()?.terminate()
  process.exit(0)
})
if (kind === 'web') await ignitor.httpServer().start()
else void ignitor.ace().handle(['queue:work', '--json'])

const { nodeId } = await load('app/nodes/main')
while (nodeId() === null) await sleep(10)
process.send({ node: nodeId() })
// So that the next process starts with it, also when this one is killed
if (cache) module.flushCompileCache()
