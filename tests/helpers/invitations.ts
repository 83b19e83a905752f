import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { createInvitation, type InvitationInput } from '../../app/identity/services/invitations.ts'
import { hashesOf } from '../../app/identity/services/invitation_secrets.ts'
import type { HeldInvitation } from '../../app/identity/services/invitations_open.ts'
import { eventually } from './eventually.ts'

/** The modules of the application under test. */
export const registry = () => app.container.make(ModuleRegistry)

/** An invitation, its secret, and what the session of somebody who opened it holds. */
export async function invite(scope: Scope, input: Partial<InvitationInput> = {}) {
  const { invitation, secret } = await createInvitation(scope, await registry(), {
    kind: 'code',
    role: 'technician',
    hours: 24,
    ...input,
  })
  const held: HeldInvitation = {
    organisationId: scope.organisationId,
    id: invitation.id,
    hash: secret ? hashesOf(secret)[0] : invitation.secretHash,
  }
  return { invitation, secret: secret ?? '', held }
}

/** How often an invitation has been used, by its counter and by its rows. */
export async function usesOf(scope: Scope, id: string) {
  return scope.read(async (unit) => {
    const [row] = await unit.rows<{ uses: number; joined: number }>(
      `select uses, (select count(*)::int from invitation_uses u where u.invitation_id = i.id) as joined
         from invitations i where id = ?`,
      [id]
    )
    return row
  })
}

/** Kinds of the security events of an organisation, oldest first. */
export async function eventsOf(organisationId: string): Promise<string[]> {
  const rows = (await db
    .from('security_events')
    .where('organisation_id', organisationId)
    .orderBy('at')
    .select('kind')) as { kind: string }[]
  return rows.map(({ kind }) => kind)
}

/**
 * Lets requests meet for certain: holds the rows that `sql` locks until as many of them wait as there are requests,
 * then lets go.
 */
export async function atOnce<Answer>(
  organisationId: string,
  sql: string,
  bindings: string[],
  requests: (() => Promise<Answer>)[]
): Promise<Answer[]> {
  const holder = await db.transaction()
  let running: Promise<Answer>[] = []
  try {
    await holder.rawQuery("select set_config('app.organisation_id', ?, true)", [organisationId])
    await holder.rawQuery(sql, bindings)
    running = requests.map((request) => request())
    await untilWaiting(requests.length)
  } finally {
    await holder.rollback()
  }
  return Promise.all(running)
}

/** Waits until as many requests wait for rows of others. @throws when they do not */
async function untilWaiting(count: number) {
  await eventually(`${count} requests wait for the same rows`, async () => {
    const { rows } = await db.rawQuery(
      `select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
    )
    return (rows as { waiting: number }[])[0].waiting >= count
  })
}
