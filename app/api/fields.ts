import type { HttpContext } from '@adonisjs/core/http'
import type { JsonSchema } from '../openapi/schemas.ts'
import { UnknownFieldError } from './errors.ts'

/** What was asked for: each name with what is wanted of it, `null` for all. */
export type FieldTree = Map<string, FieldTree | null>

/** Names in one request. */
const MOST = 100

/**
 * The parameter `fields`, such as `id,number,customer.name`; `null` when everything is wanted. Names that the answer
 * does not have are refused before anything is done.
 * @param record schema of one record of the answer, `null` where nobody has described it
 * @throws UnknownFieldError
 */
export function askedFields(ctx: HttpContext, record: JsonSchema | null): FieldTree | null {
  const asked: unknown = ctx.request.qs().fields
  if (asked === undefined || asked === '') return null
  const texts = Array.isArray(asked) ? asked : [asked]
  const paths = texts.flatMap((text) => (typeof text === 'string' ? text.split(',') : ['?']))
  const names = paths.map((path) => path.trim()).filter((path) => path !== '')
  const unknown = record ? names.filter((path) => !has(record, path.split('.'))) : []
  if (unknown.length > 0 || names.length > MOST) {
    throw new UnknownFieldError(unknown.slice(0, 10), record ? knownFields(record) : [])
  }
  return names.length === 0 ? null : treeOf(names)
}

/** The names that a record has, with those of what stands inside of it. */
export function knownFields(schema: JsonSchema, prefix = '', depth = 0): string[] {
  return alternatives(schema).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, inner]) => [
      `${prefix}${name}`,
      ...(depth < 2 ? knownFields(inner, `${prefix}${name}.`, depth + 1) : []),
    ])
  )
}

/** The objects that a value may be: of a list its items, of a choice each. */
function alternatives(schema: JsonSchema): JsonSchema[] {
  const choices = [
    ...((schema.anyOf ?? []) as JsonSchema[]),
    ...((schema.oneOf ?? []) as JsonSchema[]),
  ]
  return [
    ...(schema.properties || schema.type === 'object' ? [schema] : []),
    ...(schema.items ? alternatives(schema.items) : []),
    ...choices.flatMap(alternatives),
  ]
}

function has(schema: JsonSchema, [name, ...rest]: string[]): boolean {
  return alternatives(schema).some(({ properties = {}, additionalProperties }) => {
    if (Object.hasOwn(properties, name)) {
      return rest.length === 0 || has(properties[name], rest)
    }
    return Boolean(additionalProperties) || Object.keys(properties).length === 0
  })
}

function treeOf(paths: string[]): FieldTree {
  const tree: FieldTree = new Map()
  for (const path of paths) {
    let level: FieldTree = tree
    const steps = path.split('.')
    for (const [index, step] of steps.entries()) {
      const known = level.get(step)
      if (known === null) break
      if (index === steps.length - 1) level.set(step, null)
      else {
        const next: FieldTree = known ?? new Map()
        level.set(step, next)
        level = next
      }
    }
  }
  return tree
}

/** What was asked for of a value; lists are gone through, values without the name have nothing of it. */
export function pick(value: unknown, tree: FieldTree): unknown {
  if (Array.isArray(value)) return value.map((each) => pick(each, tree))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    [...tree].flatMap(([name, inner]) => {
      if (!Object.hasOwn(value, name)) return []
      const own = (value as Record<string, unknown>)[name]
      return [[name, inner === null ? own : pick(own, inner)]]
    })
  )
}
