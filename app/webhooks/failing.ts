import { v4 as uuid } from 'uuid'
import { absoluteUrl } from '../http/absolute_url.ts'
import { sendAccountMail } from '../identity/mails/send_account_mail.ts'
import type { Unit } from '../tenancy/unit.ts'
import { GIVE_UP } from './back_off.ts'
import { ENDPOINT_OFF } from './messages.ts'
import type { Answer } from './post.ts'

/** An endpoint has accepted a message: what failed before is forgotten. */
export async function noteSuccess(unit: Unit, endpointId: string) {
  await unit.rows(
    `update webhook_endpoints set failing_since = null
      where organisation_id = ? and id = ? and failing_since is not null`,
    [unit.scope.organisationId, endpointId]
  )
}

/**
 * An endpoint has refused a message. After three days of that, or when it says that it is gone (410), it is switched
 * off and the owners are told.
 */
export async function noteFailure(unit: Unit, endpointId: string, answer: Answer, at: Date) {
  const [endpoint] = await unit.rows<{ url: string; enabled: boolean; since: Date | null }>(
    `select url, enabled, failing_since as since from webhook_endpoints
      where organisation_id = ? and id = ? for update`,
    [unit.scope.organisationId, endpointId]
  )
  if (!endpoint?.enabled) return
  const gone = answer.status === 410
  const since = endpoint.since ?? at
  if (gone || at.getTime() - since.getTime() >= GIVE_UP) {
    const reason = gone
      ? 'It answered that it is gone (410).'
      : `Nothing was accepted for three days. ${answer.error}`
    await switchOff(unit, endpointId, reason)
    await tellOwners(unit, { id: endpointId, url: endpoint.url, reason })
  } else if (!endpoint.since) {
    await unit.rows(
      'update webhook_endpoints set failing_since = ? where organisation_id = ? and id = ?',
      [at, unit.scope.organisationId, endpointId]
    )
  }
}

/** Switches an endpoint off, with the reason if nobody did it by hand; what is not sent yet waits. */
export async function switchOff(unit: Unit, endpointId: string, reason: string | null) {
  const { organisationId } = unit.scope
  await unit.rows(
    `update webhook_endpoints set enabled = false, disabled_reason = ?
      where organisation_id = ? and id = ?`,
    [reason, organisationId, endpointId]
  )
  await unit.rows(
    `update webhook_deliveries set state = 'waiting', reason = ?
      where organisation_id = ? and endpoint_id = ? and state in ('pending', 'failed')`,
    [ENDPOINT_OFF, organisationId, endpointId]
  )
}

async function tellOwners(unit: Unit, endpoint: { id: string; url: string; reason: string }) {
  const { organisation } = unit.scope
  const owners = await unit.rows<{ id: string; name: string; email: string }>(
    `select u.id, u.name, u.email from memberships m join users u on u.id = m.user_id
      where m.organisation_id = ? and m.role = 'owner' and m.active and u.disabled_at is null`,
    [organisation.id]
  )
  const occasion = uuid()
  for (const owner of owners) {
    await sendAccountMail(unit.trx, {
      to: owner.email,
      subject: `A webhook of ${organisation.name} was switched off`,
      content: {
        organisation: organisation.name,
        heading: 'A webhook was switched off',
        paragraphs: [
          `Hello ${owner.name},`,
          'messages to the address below were refused, so that no more are sent. What has not arrived waits; it is sent once you switch the webhook on again.',
        ],
        facts: [
          { label: 'Address', value: endpoint.url },
          { label: 'Reason', value: endpoint.reason },
        ],
        button: {
          label: 'Open the webhook',
          href: absoluteUrl(`/settings/webhooks/${endpoint.id}`),
        },
        footer: ['Everything else goes on as usual.'],
      },
      uniqueKey: `webhook_off/${occasion}/${owner.id}`,
    })
  }
}
