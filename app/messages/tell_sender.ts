import { ruleOfTable } from '../live/access.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { notifyMembers } from '../notifications/notify.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { OutgoingMessage } from './outgoing.ts'
import { CHANNEL_LABELS } from './states.ts'

/** Tells the member who had a message sent that it did not arrive. */
export async function tellSender(
  unit: Unit,
  message: Pick<OutgoingMessage, 'channel' | 'record' | 'requestedByMember'>
): Promise<void> {
  const { record, requestedByMember: member } = message
  if (!member) return
  const known = record && ruleOfTable(installedRegistry(), record.table)
  await notifyMembers(unit, {
    reason: 'undelivered',
    members: [member],
    ...(known
      ? { record }
      : { title: CHANNEL_LABELS[message.channel], href: '/settings/messages?state=bounced' }),
  })
}
