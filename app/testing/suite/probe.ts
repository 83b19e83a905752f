/**
 * Run in a process of its own: loads the files that each manifest names, one module after the other, and prints as JSON
 * by module which built-in objects are no longer what they were.
 */
import 'reflect-metadata'
// Leave their registry, and helpers of the compiler, in globals; loaded before the first look.
import 'zod'
import 'bullmq'
import { pathToFileURL } from 'node:url'
import { Ignitor } from '@adonisjs/core'
import type { ModuleManifest } from '../../modules/manifest.ts'
import { namedFiles } from './loading.ts'

type Shape = Map<PropertyKey, unknown>

const BUILT_IN = Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z]/.test(name))

function shapes(): Map<string, Shape> {
  const found = new Map<string, Shape>()
  for (const name of BUILT_IN) {
    const value = (globalThis as Record<string, unknown>)[name] as
      { prototype?: object } | undefined
    if (typeof value !== 'function' && typeof value !== 'object') continue
    if (value) found.set(name, shapeOf(value))
    if (value?.prototype) found.set(`${name}.prototype`, shapeOf(value.prototype))
  }
  found.set('globalThis', new Map(Object.getOwnPropertyNames(globalThis).map((key) => [key, true])))
  return found
}

function shapeOf(value: object): Shape {
  return new Map(
    Reflect.ownKeys(value).map((key) => {
      const property = Object.getOwnPropertyDescriptor(value, key)
      return [key, property?.value ?? property?.get]
    })
  )
}

function changes(before: Map<string, Shape>, after: Map<string, Shape>): string[] {
  return [...before].flatMap(([name, shape]) => {
    const now = after.get(name)!
    const keys = new Set([...shape.keys(), ...now.keys()])
    return [...keys]
      .filter((key) => !Object.is(shape.get(key), now.get(key)))
      .map((key) => `${name}.${String(key)}`)
  })
}

async function load(manifest: ModuleManifest) {
  // What cannot be loaded is another check's business.
  for (const file of namedFiles(manifest)) await file.load().catch(() => undefined)
}

const [root] = process.argv.slice(2)
const base = pathToFileURL(`${root}/`)
const app = new Ignitor(base, {
  importer: (path) => import(path.startsWith('.') ? new URL(path, base).href : path),
}).createApp('console')
// The manifests are read while booting: what they change counts for all of them.
const before = shapes()
await app.init()
await app.boot()
const byManifests = changes(before, shapes())
const { ModuleRegistry } = await import('../../modules/registry.ts')
const registry = await app.container.make(ModuleRegistry)
const found: Record<string, string[]> = {}
for (const manifest of registry.manifests()) {
  const past = shapes()
  await load(manifest)
  found[manifest.id] = [...byManifests, ...changes(past, shapes())]
}
console.log(JSON.stringify(found))
process.exit(0)
