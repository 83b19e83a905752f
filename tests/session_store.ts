import { configProvider } from '@adonisjs/core'
import type { ApplicationService } from '@adonisjs/core/types'
import { beginTestSession } from '@karkhana/kernel/testing'

/** The part of a session store that tests touch. */
interface SessionStore {
  read(id: string): Promise<unknown>
  write(id: string, values: object): Promise<void>
  destroy(id: string): Promise<void>
}

/** What this file needs to know of a resolved session configuration. */
interface ResolvedSessionConfig {
  store: string
  stores: Record<string, (ctx: unknown, config: ResolvedSessionConfig) => SessionStore>
}

/** Writes of the test clients that have not reached the database yet, by session. */
const underway = new Map<string, Promise<void>>()

/**
 * The test clients of @adonisjs/session write sessions to a store named `memory`. Here that name means the store of
 * production, the database, so that the server under test is configured as it will run.
 *
 * The clients do not wait for their writes, which a store in memory never shows. So the server's reads wait for them.
 */
export function storeTestSessionsInDatabase(app: ApplicationService): void {
  const original = app.config.get('session')
  const provider = configProvider.create(async () => {
    const config = await configProvider.resolve<ResolvedSessionConfig>(app, original)
    if (!config) throw new Error('config/session.ts does not use defineConfig')
    const open = config.stores[config.store]
    return {
      ...config,
      stores: {
        ...config.stores,
        [config.store]: (ctx: unknown) => waiting(open(ctx, config)),
        memory: () => noting(open(undefined, config)),
      },
    }
  })
  app.config.set('session', provider)
}

/** The store of a test client: remembers what it has begun. */
function noting(store: SessionStore): SessionStore {
  const note = (id: string, work: Promise<void>) => {
    const noted = work.finally(() => underway.get(id) === noted && underway.delete(id))
    underway.set(id, noted)
    return noted
  }
  return {
    read: (id) => store.read(id),
    write: (id, values) =>
      note(
        id,
        signedIn(values).then((whole) => store.write(id, whole))
      ),
    destroy: (id) => note(id, store.destroy(id)),
  }
}

/** `loginAs` puts the person into the session alone; a session of the pages is listed as well. */
async function signedIn(values: object): Promise<object> {
  const { auth_web: userId } = values as { auth_web?: string }
  return userId ? { ...values, ...(await beginTestSession(userId)) } : values
}

/** The store of the server: looks after the clients are done. */
function waiting(store: SessionStore): SessionStore {
  const read = store.read.bind(store)
  store.read = async (id) => {
    await underway.get(id)
    return read(id)
  }
  return store
}
