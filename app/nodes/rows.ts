import type pg from 'pg'
import type { EndedNode, NodeFacts } from './declaration.ts'

/** Milliseconds between two signs of life. */
export const BEAT = 1_000
/** Milliseconds without a sign of life, and without its lock, after which a node counts as killed. */
export const GONE = 3_000
/** Milliseconds without a sign of life after which a node counts as lost although its connection stands. */
export const SILENT = 30_000
/** Milliseconds that a node which ended is remembered. */
const KEPT = 24 * 60 * 60 * 1000

/** PostgreSQL notices within this many seconds that the machine of a node is gone, and lets go of its lock. */
const KEEPALIVE = `set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3`

const LOCK = `hashtextextended('kernel.node:' || $1::text, 0)`
const CLEARING = `hashtextextended('kernel.node.clear:' || $1::text, 0)`

/** All times are those of the database: the clocks of the machines need not agree. */
const ago = (ms: number) => `clock_timestamp() - interval '${ms} milliseconds'`

export async function prepareConnection(client: pg.Client) {
  await client.query(KEEPALIVE)
}

export async function insertNode(client: pg.Client, { id, kind, host, pid }: NodeFacts) {
  await client.query('insert into kernel_nodes (id, kind, host, pid) values ($1, $2, $3, $4)', [
    id,
    kind,
    host,
    pid,
  ])
}

/** Takes the lock that says that this process lives, as long as the connection stands. @returns whether it has it */
export async function holdLock(client: pg.Client, id: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    `select pg_try_advisory_lock(${LOCK}) as held`,
    [id]
  )
  return rows[0].held
}

/** Gives a sign of life. @returns false when the node was taken for dead meanwhile */
export async function beat(client: pg.Client, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'update kernel_nodes set seen_at = clock_timestamp() where id = $1 and ended_at is null',
    [id]
  )
  return rowCount === 1
}

/** Notes that a node has stopped in order. */
export async function noteStopped(client: pg.Client, id: string) {
  await client.query(
    `update kernel_nodes set ended_at = clock_timestamp(), ending = 'stopped'
      where id = $1 and ended_at is null`,
    [id]
  )
}

/** Nodes but `self` whose end has not been cleared up, and with `judging` those that may have ended. */
export async function suspects(
  client: pg.Client,
  self: string,
  judging: boolean
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from kernel_nodes
      where cleared_at is null and id <> $1 and (ended_at is not null or ($2 and seen_at < ${ago(GONE)}))`,
    [self, judging]
  )
  return rows.map(({ id }) => id)
}

/** Notes that a node is dead if it is: nobody holds its lock, or nothing was heard of it for long. */
export async function declareDead(client: pg.Client, id: string) {
  await client.query(
    `with free as materialized (select pg_try_advisory_xact_lock(${LOCK}) as free)
     update kernel_nodes n
        set ended_at = clock_timestamp(), ending = case when free.free then 'killed' else 'silent' end
       from free
      where n.id = $1::uuid and n.ended_at is null
        and ((free.free and n.seen_at < ${ago(GONE)}) or n.seen_at < ${ago(SILENT)})`,
    [id]
  )
}

/** The node, if it has ended and nobody has cleared up after it; held for this connection alone until {@link letGo}. */
export async function takeEnded(client: pg.Client, id: string): Promise<EndedNode | null> {
  const { rows } = await client.query<{ held: boolean }>(
    `select pg_try_advisory_lock(${CLEARING}) as held`,
    [id]
  )
  if (!rows[0].held) return null
  const found = await client.query<EndedNode>(
    `select id, kind, host, pid, ending from kernel_nodes
      where id = $1 and ended_at is not null and cleared_at is null`,
    [id]
  )
  if (found.rows.length === 0) await letGo(client, id)
  return found.rows[0] ?? null
}

export async function letGo(client: pg.Client, id: string) {
  await client.query(`select pg_advisory_unlock(${CLEARING})`, [id])
}

/** Notes that everything was done that the end of the node asks for, and forgets nodes of long ago. */
export async function noteCleared(client: pg.Client, id: string) {
  await client.query('update kernel_nodes set cleared_at = clock_timestamp() where id = $1', [id])
  await client.query(`delete from kernel_nodes where cleared_at < ${ago(KEPT)}`)
}
