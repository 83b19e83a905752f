import { configProvider } from '@adonisjs/core'
import type { ApplicationService } from '@adonisjs/core/types'

/** What this file needs to know of a resolved session configuration. */
interface ResolvedSessionConfig {
  store: string
  stores: Record<string, (ctx: undefined, config: ResolvedSessionConfig) => unknown>
}

/**
 * The test clients of @adonisjs/session write sessions to a store named `memory`. Here that name means the store of
 * production, the database, so that the server under test is configured as it will run.
 */
export function storeTestSessionsInDatabase(app: ApplicationService): void {
  const original = app.config.get('session')
  const provider = configProvider.create(async () => {
    const config = await configProvider.resolve<ResolvedSessionConfig>(app, original)
    if (!config) throw new Error('config/session.ts does not use defineConfig')
    const memory = () => config.stores[config.store](undefined, config)
    return { ...config, stores: { ...config.stores, memory } }
  })
  app.config.set('session', provider)
}
