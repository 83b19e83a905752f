import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RegisteredRoute } from '../http/registered_routes.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { JsonSchema } from './schemas.ts'

/** What one route answers; `plain` is an object without the envelope `data`. */
export interface DescribedAnswer {
  kind: 'record' | 'list' | 'choices' | 'plain'
  /** 201 where something is made, both where something may have been made before. */
  statuses: number[]
  /** Of the record, or of one row. */
  schema: JsonSchema
}

/** What the routes of a package answer: `answers.json`, written by `openapi:answers` from the types of controllers. */
export interface PackageAnswers {
  /** By `GET /tickets/:id`. */
  answers: Record<string, DescribedAnswer>
  /** Schemas that answers refer to, by their name in the description. */
  schemas: Record<string, JsonSchema>
}

/** Name of the file in the folder of a module. */
export const ANSWERS_FILE = 'answers.json'

const NOTHING: PackageAnswers = { answers: {}, schemas: {} }
const read = new Map<string, Promise<PackageAnswers>>()

/** Folder with the description of the answers of the kernel. */
export const KERNEL_ANSWERS = fileURLToPath(new URL('.', import.meta.url))

/** What the routes of a module answer, of the kernel for `null`; nothing where nobody has described them. */
export function answersOf(module: string | null): Promise<PackageAnswers> {
  const key = module ?? ''
  const known = read.get(key)
  if (known) return known
  const folder = module === null ? KERNEL_ANSWERS : installedRegistry().get(module)?.folder
  const reading = folder ? readAnswers(join(folder, ANSWERS_FILE)) : Promise.resolve(NOTHING)
  read.set(key, reading)
  return reading
}

async function readAnswers(path: string): Promise<PackageAnswers> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PackageAnswers
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING
    throw error
  }
}

/** What a route answers, `null` where nobody has described it. */
export async function answerOf(route: RegisteredRoute): Promise<DescribedAnswer | null> {
  const { answers } = await answersOf(route.module)
  return answers[`${route.method} ${route.pattern.slice('/api/v1'.length)}`] ?? null
}

const records = new Map<RegisteredRoute, Promise<JsonSchema | null>>()

/** One record of what a route answers, with what it refers to written in; `null` where nobody has described it. */
export function recordSchema(route: RegisteredRoute): Promise<JsonSchema | null> {
  const known = records.get(route)
  if (known) return known
  const reading = whole(route)
  records.set(route, reading)
  return reading
}

async function whole(route: RegisteredRoute): Promise<JsonSchema | null> {
  if (route.docs.record) return route.docs.answer === 'plain' ? null : route.docs.record()
  const answer = await answerOf(route)
  if (!answer || answer.kind === 'plain') return null
  const { schemas } = await answersOf(route.module)
  return resolved(answer.schema, schemas, 0)
}

/** Levels of a record whose names can be asked for. */
const DEPTH = 8

function resolved(
  schema: JsonSchema,
  schemas: Record<string, JsonSchema>,
  depth: number
): JsonSchema {
  if (depth > DEPTH) return {}
  const { $ref, properties, items, anyOf, ...rest } = schema
  if (typeof $ref === 'string') {
    return resolved(schemas[$ref.split('/').at(-1)!] ?? {}, schemas, depth + 1)
  }
  const inner = (each: JsonSchema) => resolved(each, schemas, depth + 1)
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [name, inner(each)])
      ),
    }),
    ...(items && { items: inner(items) }),
    ...(Array.isArray(anyOf) && { anyOf: (anyOf as JsonSchema[]).map(inner) }),
  }
}
