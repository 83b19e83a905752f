import app from '@adonisjs/core/services/app'
import { ModuleRegistry, systemScope } from '@karkhana/kernel'
import type { Workshop } from '@karkhana/kernel/testing'
import { defineModule, type ModuleManifest } from '../../app/modules/define.ts'
import type { ModuleState } from '../../app/modules/states.ts'

/** The registry of this deployment with one module more, made for a test. */
export async function withModule(
  declaration: Partial<ModuleManifest> & { id: string }
): Promise<ModuleRegistry> {
  const registry = await app.container.make(ModuleRegistry)
  const manifest = defineModule({
    name: declaration.id,
    description: 'Made for a test.',
    version: '1.0.0',
    kernel: '*',
    kind: 'app',
    ...declaration,
  })
  return new ModuleRegistry([...registry.all(), { manifest, folder: '' }])
}

/** Puts a module into a state for an organisation, whatever depends on it. */
export async function setModule(workshop: Workshop, module: string, state: ModuleState) {
  const scope = await systemScope(workshop.organisationId, 'test')
  await scope.work((unit) =>
    unit.rows(
      `insert into organisation_modules (organisation_id, module_id, entitled, state, changed_by)
       values (?, ?, true, ?, 'test')
       on conflict (organisation_id, module_id) do update set state = excluded.state`,
      [workshop.organisationId, module, state]
    )
  )
}
