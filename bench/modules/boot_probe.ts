/** Boots the server once and tells its parent how long it took and what it holds. Needs --expose-gc. */
import { createIgnitor } from '../../bin/ignitor.ts'

const began = performance.now()
await createIgnitor().httpServer().start()
const took = performance.now() - began
global.gc!()
const { heapUsed, rss } = process.memoryUsage()
const { default: app } = await import('@adonisjs/core/services/app')
const { ModuleRegistry } = await import('@karkhana/kernel')
const { gateCost } = await import('./gate_cost.ts')
const registry = await app.container.make(ModuleRegistry)
const modules = registry.manifests().length
process.send!({ probe: { took, heapUsed, rss, modules, gate: gateCost(registry) } })
process.on('SIGTERM', () => process.exit(0))
