import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { OrganisationModel } from '../../database/organisation_model.ts'
import type { BuiltInRole } from '../../http/page_types.ts'

/** How an invitation reaches people: a mail to one address, a link, or a short code to type. */
export type InvitationKind = 'email' | 'link' | 'code'

/** An offer to join the organisation with a role. Whoever shows its secret may use it; the secret is not kept. */
export default class Invitation extends OrganisationModel {
  static table = 'invitations'

  @column()
  declare kind: InvitationKind

  /** Of kind `email`: the only address that may use it, in lower case. */
  @column()
  declare email: string | null

  @column()
  declare role: BuiltInRole | 'custom'

  @column()
  declare roleId: string | null

  /** Branches that who joins is limited to; empty for all. */
  @column()
  declare branchIds: string[]

  /** See `invitation_secrets.ts`. */
  @column({ serializeAs: null })
  declare secretHash: string

  /** The last two characters of the secret, to tell invitations apart. */
  @column()
  declare hint: string

  @column()
  declare maxUses: number

  @column()
  declare uses: number

  @column.dateTime()
  declare expiresAt: DateTime

  /** When the present secret was made. */
  @column.dateTime()
  declare issuedAt: DateTime

  /** When it was withdrawn. */
  @column.dateTime()
  declare revokedAt: DateTime | null

  /** Name of who invites, as shown to the guest. */
  @column()
  declare invitedBy: string

  /** The inviting member; `null` when a partner or a command invites. */
  @column()
  declare invitedByMember: string | null
}

/** Whether an invitation can be used, else why not. */
export type InvitationState = 'open' | 'used' | 'expired' | 'withdrawn'

/** The state of an invitation at the instant `now`. */
export function stateOf(
  invitation: Pick<Invitation, 'revokedAt' | 'uses' | 'maxUses' | 'expiresAt'>,
  now: DateTime
): InvitationState {
  if (invitation.revokedAt) return 'withdrawn'
  if (invitation.uses >= invitation.maxUses) return 'used'
  return invitation.expiresAt <= now ? 'expired' : 'open'
}
