import { PgBoss } from 'pg-boss'

export const QUEUE_SCHEMA = 'pgboss'

let boss: PgBoss | undefined
let starting: Promise<PgBoss> | undefined
let connection: { url: string; worker: boolean; onError: (error: Error) => void } | undefined

/** @internal Set once by the kernel provider. */
export function configureQueue(options: NonNullable<typeof connection>) {
  connection = options
}

/** The queue client of this process, connected on first use. */
export async function queue(): Promise<PgBoss> {
  if (boss) return boss
  starting ??= start()
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
    supervise: connection.worker,
    useListenNotify: connection.worker,
    reindex: false,
    monitorVacuum: false,
  })
  instance.on('error', connection.onError)
  await instance.start()
  return instance
}

/** Lets running jobs finish (10 s at most) and closes the connection. */
export async function stopQueue() {
  const running = boss ?? (await starting?.catch(() => undefined))
  boss = undefined
  starting = undefined
  if (running) await running.stop({ graceful: true, timeout: 10_000, close: true })
}
