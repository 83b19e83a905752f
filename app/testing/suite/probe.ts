/**
 * Run in a process of its own: loads a manifest and every file it names, and prints as JSON which built-in objects
 * are no longer what they were.
 */
import { pathToFileURL } from 'node:url'
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
      .filter((key) => shape.get(key) !== now.get(key))
      .map((key) => `${name}.${String(key)}`)
  })
}

async function load(manifest: ModuleManifest) {
  for (const file of namedFiles(manifest)) await file.load()
}

// Once without looking: what the kernel itself loads is not the module's doing.
await import('@karkhana/kernel')
await import('@karkhana/kernel/http')
await import('@karkhana/kernel/database')
const before = shapes()
const { default: manifest } = (await import(pathToFileURL(process.argv[2]).href)) as {
  default: ModuleManifest
}
await load(manifest)
console.log(JSON.stringify(changes(before, shapes())))
process.exit(0)
