/**
 * Run in a process of its own: loads a manifest and every file it names, and prints as JSON which built-in objects
 * are no longer what they were.
 */
import 'reflect-metadata'
// Leaves its registry in globals; loaded before the first look.
import 'zod'
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

const [root, file] = process.argv.slice(2)
const base = pathToFileURL(`${root}/`)
const app = new Ignitor(base, {
  importer: (path) => import(path.startsWith('.') ? new URL(path, base).href : path),
}).createApp('console')
const before = shapes()
await app.init()
await app.boot()
const { default: manifest } = (await import(pathToFileURL(file).href)) as {
  default: ModuleManifest
}
await load(manifest)
console.log(JSON.stringify(changes(before, shapes())))
process.exit(0)
