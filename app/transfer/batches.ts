import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Rows of one batch of an export. */
const SIZE = 4_000
/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * All rows of a query in the order of their ids, each batch in a read unit of its own, so that a long export holds no
 * transaction open. `read` is given the last id and the size of a batch:
 * `query.where('c.id', '>', after).orderBy('c.id').limit(size)`.
 */
export async function* inBatches<Row extends { id: string }>(
  scope: Scope,
  read: (unit: Unit, after: string, size: number) => PromiseLike<Row[]>
): AsyncGenerator<Row[]> {
  let after = FIRST
  for (;;) {
    const rows = await scope.read(async (unit) => read(unit, after, SIZE))
    if (rows.length > 0) yield rows
    if (rows.length < SIZE) return
    after = rows[rows.length - 1].id
  }
}

/**
 * The same, one batch ahead: the database reads the next one while this one is written, and never more, however slowly
 * the file is taken.
 */
export async function* readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const batches = source[Symbol.asyncIterator]()
  const ask = () => {
    const next = batches.next()
    // Told to whoever awaits it; until then it is no unhandled failure.
    next.catch(() => {})
    return next
  }
  let next = ask()
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = ask()
      yield value
    }
  } finally {
    await next.catch(() => {})
    await batches.return?.()
  }
}
