import db from '@adonisjs/lucid/services/db'
import { storedRole } from '../../access/chosen_role.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Invitation, {
  stateOf,
  type InvitationKind,
  type InvitationState,
} from '../models/invitation.ts'
import { hashesOf } from './invitation_secrets.ts'
import { InvitationUnknownError } from './invitations_errors.ts'
import { branchNames } from './members_notice.ts'
import type { Origin } from './origin.ts'
import { noteSecurityEvent } from './security_events.ts'

/**
 * An invitation whose secret somebody has shown. The browser session keeps this instead of the secret, so that the
 * secret stays out of addresses, forms and the session store; it dies with the secret.
 */
export interface HeldInvitation {
  organisationId: string
  id: string
  hash: string
}

/** What a guest is shown before they join. */
export interface InvitationView {
  organisation: string
  role: string
  branches: string
  invitedBy: string
  kind: InvitationKind
  /** The only address that may accept it; `null` for links and codes. */
  email: string | null
  state: InvitationState
  /** ISO instant. */
  expiresAt: string
}

/**
 * The invitation that a link or code opens, whatever its state. Needs no organisation: nobody has chosen one yet.
 * @throws InvitationUnknownError, noted as a security event
 */
export async function openInvitation(secret: string, origin: Origin): Promise<HeldInvitation> {
  const hashes = hashesOf(secret)
  const found = hashes.length > 0 ? await find(hashes) : null
  if (found) return found
  await noteSecurityEvent({ kind: 'invitation.failed', details: { reason: 'unknown' } }, origin)
  throw new InvitationUnknownError()
}

/** What the guest is shown; `null` when the invitation has another secret by now. */
export async function viewInvitation(held: HeldInvitation): Promise<InvitationView | null> {
  const scope = await systemScope(held.organisationId, 'invitation')
  return scope.read(async (unit) => {
    const invitation = await Invitation.query()
      .where({ id: held.id, secret_hash: held.hash })
      .first()
    return invitation ? viewOf(unit, invitation) : null
  })
}

async function find(hashes: string[]): Promise<HeldInvitation | null> {
  for (const hash of hashes) {
    const { rows } = await db.rawQuery('select kernel_find_invitation(array[?]::text[]) as found', [
      hash,
    ])
    const [row] = rows as { found: { id: string; organisationId: string } | null }[]
    if (row?.found) return { ...row.found, hash }
  }
  return null
}

async function viewOf(unit: Unit, invitation: Invitation): Promise<InvitationView> {
  const role = await storedRole(unit, invitation)
  return {
    organisation: unit.scope.organisation.name,
    role: role.name,
    branches: await branchNames(unit, invitation.branchIds),
    invitedBy: invitation.invitedBy,
    kind: invitation.kind,
    email: invitation.email,
    state: stateOf(invitation, unit.scope.now()),
    expiresAt: invitation.expiresAt.toUTC().toISO()!,
  }
}
