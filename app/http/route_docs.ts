import type { JsonSchema } from '../openapi/schemas.ts'

/**
 * A validator that can say what it accepts: every `vine.create(…)`.
 */
export interface Describable {
  toJSONSchema(): object
}

/** Loads a validator when the description of the API is made; declaring a route loads nothing. */
export type LazySchema = () => Promise<Describable>

/**
 * What a route answers. `record`: `{ data: {…} }`. `list`: a page of a list with `nextCursor`. `choices`:
 * `{ data: […] }` without pages. `file`: bytes. `plain`: an object without `data`.
 */
export type Answered = 'record' | 'list' | 'choices' | 'file' | 'plain'

/** What programs are told about a route; all of it may be left out. */
export interface RouteDocs {
  /** What it does, in a few words; made from method and record when left out. */
  summary?: string
  /** Validator of the query string. */
  query?: LazySchema
  /** Validator of the body. */
  body?: LazySchema
  /** Media types of a body that is a file. */
  bytes?: readonly string[]
  /** A list for the action `index`, choices for `lookup`, else a record. */
  answer?: Answered
  /** Schema of one record of the answer, where the types of the controller do not tell it. */
  record?: () => Promise<JsonSchema>
}

/**
 * Names a validator of a file that is loaded when it is needed:
 * `body: accepts(() => import('./validators/contact.ts'), 'contactValidator')`.
 */
export function accepts<Name extends string>(
  load: () => Promise<Record<Name, Describable>>,
  name: Name
): LazySchema {
  return async () => (await load())[name]
}
