import { chosenDriver } from '../drivers/choices.ts'
import { fakeOf } from '../drivers/fakes.ts'
import { moduleOf } from '../drivers/offers.ts'
import { SmsUnavailableError } from '../sms/driver.ts'
import type { AnyJob, JobRun } from '../jobs/job.ts'
import { park } from '../jobs/parking.ts'
import type { Scope } from '../tenancy/scope.ts'
import { FAMILIES, type TextChannel } from './channels/text.ts'
import type { OutgoingMessage } from './outgoing.ts'

/**
 * Puts the message aside while the module that sends it, or the one that brings the service, is switched off.
 * @returns whether it waits
 */
export async function waitsForModule(
  scope: Scope,
  job: AnyJob,
  message: OutgoingMessage,
  run: JobRun
): Promise<boolean> {
  const service = message.channel === 'mail' ? null : await moduleOfService(scope, message.channel)
  const off = [message.moduleId, ...(service ? [service] : [])].find((id) => !scope.active(id))
  if (!off) return false
  const envelope = {
    job: job.name,
    version: job.version,
    organisationId: scope.organisationId,
    requestId: scope.requestId,
    actorId: scope.actor.id,
    payload: { messageId: message.id },
  }
  if (await park(scope, { ...job, module: off }, envelope, run.id)) return true
  throw new SmsUnavailableError(`the module ${off} is just being switched on.`)
}

async function moduleOfService(scope: Scope, channel: TextChannel): Promise<string | null> {
  if (fakeOf(FAMILIES[channel])) return null
  const chosen = await chosenDriver(scope, FAMILIES[channel])
  return chosen && moduleOf(chosen)
}
