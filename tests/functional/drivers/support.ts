import app from '@adonisjs/core/services/app'
import { ModuleRegistry, settingsOf, systemScope, type Scope } from '@karkhana/kernel'
import { defineDriver, defineSettings, permission } from '@karkhana/kernel/module'
import type { OutgoingSms } from '@karkhana/kernel/sms'
import { KERNEL_JOBS, loadJobs, type Workshop } from '@karkhana/kernel/testing'
import { workOff as workOffJobs } from '../../../app/jobs/work_off.ts'
import { readSecret } from '../../../app/secrets/vault.ts'
import { lend } from '../../helpers/borrowed_manifest.ts'

/** What the service of the tests was handed, in all organisations, by the key it was called with. */
export const handed: (OutgoingSms & { sender: string; apiKey: string | null })[] = []
/** How often a driver was made. */
export const made = { count: 0 }

const SETTINGS = defineSettings({
  view: 'vehicles.settings.view',
  change: 'vehicles.settings.manage',
  fields: [
    {
      key: 'sender',
      label: 'Sender',
      kind: 'text',
      scope: 'organisation',
      default: 'KARKHN',
      required: true,
    },
  ],
})

const PIGEON = defineDriver({
  id: 'vehicles.pigeon',
  family: 'kernel.sms',
  label: 'Pigeon post',
  async ready(scope) {
    return (await readSecret(scope, 'vehicles.pigeon_key')) ? null : 'Store the key of Pigeon post.'
  },
  async test(scope) {
    const { sender } = await settingsOf(scope, SETTINGS)
    if (sender === 'BROKEN') {
      const key = await readSecret(scope, 'vehicles.pigeon_key')
      throw new Error(`the pigeon ${encodeURIComponent(key!)} (${key}) is asleep.`)
    }
    return `Pigeon post answers as ${sender}.`
  },
  async create(scope) {
    made.count += 1
    const { sender } = await settingsOf(scope, SETTINGS)
    const apiKey = await readSecret(scope, 'vehicles.pigeon_key')
    return {
      send(message) {
        handed.push({ ...message, sender, apiKey })
        return Promise.resolve({ id: `pigeon-${handed.length}` })
      },
    }
  },
})

/** Makes the module of vehicles bring Pigeon post, with a setting and a key. */
export async function lendPigeon(): Promise<() => void> {
  const registry = await app.container.make(ModuleRegistry)
  const { manifest } = registry.get('vehicles')!
  return lend('vehicles', {
    settings: SETTINGS,
    secrets: [
      {
        key: 'vehicles.pigeon_key',
        label: 'Key',
        help: 'On its foot.',
        group: 'Pigeon post',
        purpose: 'Sends messages.',
      },
    ],
    permissions: [
      ...manifest.permissions,
      permission('vehicles.settings.view', 'See the settings of vehicles'),
      permission('vehicles.settings.manage', 'Change the settings of vehicles'),
    ],
    drivers: {
      families: [],
      offers: { 'vehicles.pigeon': () => Promise.resolve({ default: PIGEON }) },
    },
  })
}

/** Puts the module into a state, as if somebody had switched it. */
export async function putModule(
  workshop: Workshop,
  module: string,
  state: 'enabled' | 'paused' | 'archived'
) {
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

/** Does what waits for these modules, as the worker would. */
export async function workOff(...modules: string[]): Promise<void> {
  const jobs = await loadJobs(await app.container.make(ModuleRegistry), KERNEL_JOBS)
  await workOffJobs(jobs, { wanted: ({ job }) => modules.includes(job.split('.')[0]) })
}

/** A text message as it is kept. */
export interface KeptSms {
  id: string
  status: string
  error_code: string | null
  error_message: string | null
  attempts: number
  driver_id: string | null
  provider_id: string | null
}

/** The text messages of the organisation, oldest first. */
export function keptSms(scope: Scope): Promise<KeptSms[]> {
  return scope.read((unit) =>
    unit.rows<KeptSms>(
      `select id, state as status, error_code, error_message, attempts, driver_id, provider_id
         from messages where organisation_id = ? order by created_at, id`,
      [scope.organisationId]
    )
  )
}
