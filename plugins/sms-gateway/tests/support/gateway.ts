import app from '@adonisjs/core/services/app'
import type { Group } from '@japa/runner/core'
import { ModuleRegistry, systemScope } from '@karkhana/kernel'
import { sendSms, type QueuedSms } from '@karkhana/kernel/sms'
import {
  chooseDriver,
  chooseSettings,
  KERNEL_JOBS,
  loadJobs,
  makeWorkshop,
  runEnvelope,
  storeSecret,
  type Workshop,
} from '@karkhana/kernel/testing'
import db from '@adonisjs/lucid/services/db'
import { DRIVER } from '../../settings.ts'
import { Provider } from './provider.ts'

/** Gives each test of the group a provider of its own on this machine; what the test queued is forgotten with it. */
export function withProvider(group: Group, take: (provider: Provider) => void) {
  group.setup(() => {
    process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
    return () => {
      delete process.env.WEBHOOKS_ALLOW_LOOPBACK
    }
  })
  group.each.setup(async () => {
    const provider = await Provider.start()
    take(provider)
    return async () => {
      await provider.stop()
      await forgetJobs()
    }
  })
}

/** A workshop that sends through this provider, set up as an admin does. */
export async function workshopWith(
  provider: Provider,
  { key = 'key of the workshop', ...settings }: Record<string, unknown> & { key?: string } = {}
): Promise<Workshop> {
  const workshop = await makeWorkshop()
  await workshop.switchOn('sms-gateway')
  await chooseSettings(await workshop.scope(), 'sms-gateway', {
    endpoint: provider.url(),
    balance_url: provider.url('/balance'),
    sender: 'VWHEEL',
    ...settings,
  })
  await storeSecret(await workshop.scope(), 'sms-gateway.api_key', key)
  await choose(workshop)
  return workshop
}

/** Chooses the gateway under Services. */
export const choose = async (workshop: Workshop) =>
  chooseDriver(await workshop.scope(), 'kernel.sms', DRIVER)

let keys = 0

/** Queues a text of the ticket desk. */
export async function text(
  workshop: Workshop,
  words = 'Your scooter is ready.'
): Promise<QueuedSms> {
  const scope = await workshop.scope()
  return scope.work((unit) =>
    sendSms(unit, {
      module: 'tickets',
      to: '98220 12345',
      text: words,
      idempotencyKey: `test/${(keys += 1)}`,
    })
  )
}

/**
 * Runs what is queued for the organisation as workers do, each job until it is done, what is put off at once.
 * @returns what jobs threw
 */
export async function work(
  workshop: Workshop,
  { rounds = 12, of = '' }: { rounds?: number; of?: string } = {}
): Promise<Error[]> {
  const jobs = await loadJobs(await app.container.make(ModuleRegistry), KERNEL_JOBS)
  const thrown: Error[] = []
  for (let attempt = 1; attempt <= rounds; attempt += 1) {
    const { rows } = await db.rawQuery<{ rows: { id: string; data: never }[] }>(
      `select id, data from pgboss.job where data ->> 'organisationId' = ? and data ->> 'job' like ?
          and state in ('created', 'retry') order by created_on`,
      [workshop.organisationId, `${of}%`]
    )
    if (rows.length === 0) break
    for (const { id, data } of rows) {
      try {
        await runEnvelope(jobs, data, { id, attempt })
        await db.rawQuery('delete from pgboss.job where id = ?', [id])
      } catch (error) {
        thrown.push(error as Error)
      }
    }
  }
  return thrown
}

export interface Kept {
  status: string
  attempts: number
  driver_id: string | null
  provider_id: string | null
  error_code: string | null
  error_message: string | null
}

/** The messages of the organisation as the kernel keeps them, oldest first. */
export async function kept(workshop: Workshop): Promise<Kept[]> {
  const scope = await systemScope(workshop.organisationId, 'test')
  return scope.read((unit) =>
    unit.rows<Kept>(
      `select state as status, attempts, driver_id, provider_id, error_code, error_message
         from messages where organisation_id = ? order by created_at, id`,
      [workshop.organisationId]
    )
  )
}

/** Takes what is left off the queues, so that no other test works on it. */
export async function forgetJobs(): Promise<void> {
  await db.rawQuery(
    `delete from pgboss.job where data ->> 'job' = 'kernel.deliver_message' or data ->> 'job' like 'sms-gateway.%'`
  )
}
