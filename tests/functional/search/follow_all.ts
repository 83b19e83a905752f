import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import type { Workshop } from '@karkhana/kernel/testing'
import { followChanges } from '../../../app/search/index/changes.ts'

/** Lets the search come to all that happened in an organisation, as the worker does within a second. */
export async function followAll({ organisationId }: Workshop): Promise<void> {
  await followChanges(organisationId, await app.container.make(ModuleRegistry))
}
