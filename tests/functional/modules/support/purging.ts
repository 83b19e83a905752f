import db from '@adonisjs/lucid/services/db'
import { systemScope, type ModuleRegistry, type Scope } from '@karkhana/kernel'
import { makeWorkshop, runEnvelope, type Workshop } from '@karkhana/kernel/testing'
import purgeModule from '../../../../app/modules/jobs/purge_module.ts'
import { confirmPurge, requestPurge } from '../../../../app/modules/purge/requests.ts'
import { previewSwitch, switchModule } from '../../../../app/modules/switching.ts'
import { fillWorkshop } from '../../../helpers/fill_workshop.ts'
import { takeExport } from '../../../helpers/modules.ts'

/** Archives a module with all that needs it. */
export async function archive(workshop: Workshop, registry: ModuleRegistry, id: string) {
  const scope = await workshop.scope()
  const { steps } = await previewSwitch(scope, registry, id, 'archived')
  await switchModule(scope, registry, id, 'archived', { shown: steps.map(({ module }) => module) })
}

/** An organisation with an owner and an admin, whose invoicing is archived and exported. */
export async function ready(registry: ModuleRegistry, downloads = 1) {
  const workshop = await makeWorkshop()
  await fillWorkshop(workshop)
  await archive(workshop, registry, 'invoicing')
  const second = await workshop.memberWith({ role: 'admin', name: 'Ravi Menon' })
  await takeExport(await workshop.scope(), registry, ['invoicing'], { downloads })
  return { workshop, owner: () => workshop.scope(), second }
}

/** Runs what was queued for the purge of this organisation. */
export async function runQueued(workshop: Workshop) {
  const { rows } = await db.rawQuery(
    `select id, data from pgboss.job
      where data ->> 'job' = ? and data ->> 'organisationId' = ? order by created_on`,
    [purgeModule.name, workshop.organisationId]
  )
  for (const { id, data } of rows) {
    await runEnvelope(new Map([[purgeModule.name, purgeModule]]), data, { id, attempt: 1 })
  }
  return rows.length as number
}

/** Both people agree, and the job runs. */
export async function purge(
  workshop: Workshop,
  registry: ModuleRegistry,
  id: string,
  second: { scope(): Promise<Scope> }
) {
  const { name } = registry.manifestOf(id)
  await requestPurge(await workshop.scope(), registry, id, name)
  await confirmPurge(await second.scope(), registry, id, name)
  await runQueued(workshop)
}

/** How many rows an organisation has in each table. */
export const rowsIn = async ({ organisationId }: Workshop, tables: string[]) => {
  const scope = await systemScope(organisationId, 'test')
  return scope.read(async (unit) => {
    const counts: Record<string, number> = {}
    for (const table of tables) {
      const [{ n }] = await unit.rows<{ n: number }>(`select count(*)::int as n from ${table}`)
      counts[table] = n
    }
    return counts
  })
}
