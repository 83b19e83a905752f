import { PgBoss } from 'pg-boss'

export const QUEUE_SCHEMA = 'pgboss'

/** Queue of pg-boss for a queue of ours; those of before were called `karkhana-<module>`. */
export const bossQueue = (queue: string) => `karkhana.${queue}`

let boss: PgBoss | undefined
let starting: Promise<PgBoss> | undefined
let connection: { url: string; onError: (error: Error) => void } | undefined

/** @internal Set once by the kernel provider. */
export function configureBoss(options: NonNullable<typeof connection>) {
  connection = options
}

/** The client of pg-boss of this process, connected on first use. */
export async function pgBoss(): Promise<PgBoss> {
  if (boss) return boss
  starting ??= start().finally(() => (starting = undefined))
  boss = await starting
  return boss
}

async function start() {
  if (!connection) throw new Error('The kernel provider has not been booted')
  const instance = new PgBoss({
    connectionString: connection.url,
    schema: QUEUE_SCHEMA,
    application_name: 'karkhana-queue',
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    // Workers look after it; see drivers/pgboss_worker.ts
    supervise: false,
    reindex: false,
    monitorVacuum: false,
  })
  instance.on('error', connection.onError)
  await instance.start()
  return instance
}

/** Closes the connection. */
export async function closeBoss() {
  const running = boss ?? (await starting?.catch(() => undefined))
  boss = undefined
  if (running) await running.stop({ graceful: false, close: true })
}
