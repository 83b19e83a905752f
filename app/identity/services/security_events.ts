import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuidv7 } from 'uuid'
import type { Origin } from './origin.ts'

/** What can happen around a person's account, with the words that people are shown. */
export const SECURITY_EVENTS = {
  'sign_in.ok': 'Signed in',
  'sign_in.failed': 'Sign-in refused',
  'sign_in.blocked': 'Sign-in blocked after too many tries',
  'sign_in.new_device': 'Signed in on a new device',
  'sign_out': 'Signed out',
  'session.revoked': 'Session ended from another device',
  'register.asked': 'Asked to sign up',
  'register.done': 'Signed up',
  'email.verified': 'E-mail address confirmed',
  'email.change_asked': 'Asked to change the e-mail address',
  'email.changed': 'E-mail address changed',
  'password.reset_asked': 'Asked for a link to reset the password',
  'password.changed': 'Password changed',
  'password.reset': 'Password reset by link',
  'two_factor.on': 'Two-factor sign-in switched on',
  'two_factor.off': 'Two-factor sign-in switched off',
  'two_factor.failed': 'Wrong two-factor code',
  'two_factor.recovery_used': 'Recovery code used',
  'two_factor.recovery_renewed': 'Recovery codes renewed',
  'two_factor.rule_changed': 'Rule for two-factor sign-in changed',
  'identity.linked': 'Google account linked',
  'identity.unlinked': 'Google account unlinked',
  'invitation.created': 'Invitation made',
  'invitation.used': 'Invitation accepted',
  'invitation.failed': 'Wrong invitation code',
  'invitation.revoked': 'Invitation withdrawn',
  'invitation.renewed': 'Invitation sent again',
  'member.role_changed': 'Role changed',
  'member.access_changed': 'Branches or extra permissions changed',
  'member.left': 'Left the organisation',
  'member.deactivated': 'Member deactivated',
  'member.activated': 'Member activated',
  'token.created': 'API token created',
  'token.revoked': 'API token revoked',
  'service_account.created': 'Service account created',
  'service_account.changed': 'Service account changed',
  'service_account.activated': 'Service account switched on',
  'service_account.deactivated': 'Service account switched off',
  'secret.stored': 'Key of an outside service stored',
  'secret.removed': 'Key of an outside service removed',
  'setting.deployment_changed': 'Setting of the deployment changed',
  'key.rotated': 'Encryption key rotated',
  'view_as.begun': 'Took the view of another role',
  'view_as.ended': 'Left the view of another role',
  'organisation.created': 'Organisation created',
  'organisation.suspended': 'Organisation suspended',
  'organisation.resumed': 'Organisation resumed',
  'organisation.plan_changed': 'Plan of the organisation changed',
  'organisation.room_changed': 'Room for files of the organisation changed',
  'plan.created': 'Plan created',
  'plan.changed': 'Plan changed',
  'plan.retired': 'Plan retired',
  'module.entitled': 'Module entitled',
  'module.withdrawn': 'Module withdrawn',
  'module.switched': 'Module switched by the partner',
  'module.purge_asked': 'Deletion of a module’s data asked for',
  'module.purge_confirmed': 'Deletion of a module’s data confirmed',
  'module.purge_withdrawn': 'Deletion of a module’s data withdrawn',
  'module.purged': 'Data of a module deleted',
  'partner.access_granted': 'Partner let in',
  'partner.access_revoked': 'Partner’s access ended',
  'partner.looked_in': 'Partner looked in',
  'partner.member_added': 'Member of the partner added',
  'partner.member_changed': 'Role at the partner changed',
  'partner.member_removed': 'Member of the partner removed',
  'partner.brand_changed': 'Brand changed',
  'audit.exported': 'Audit trail exported',
  'data.exported': 'Data of the organisation exported',
  'data.downloaded': 'Export of data downloaded',
  'data.person_exported': 'Data of a person exported',
  'data.person_erased': 'Data of a person erased',
  'data.own_exported': 'Own data downloaded',
  'records.exported': 'Records exported',
} as const

export type SecurityEventKind = keyof typeof SECURITY_EVENTS

/** One thing that happened around an account, an organisation or a partner. */
export interface SecurityEvent {
  kind: SecurityEventKind
  userId?: string | null
  organisationId?: string | null
  partnerId?: string | null
  /** Facts for the reader: the address that was tried, the name of a token. Never a secret. */
  details?: Record<string, string | number | boolean | null>
}

/**
 * Notes what happened; the table can only grow, and only through this function of the database. With `client` it is
 * part of that transaction, else it stands even when what follows fails.
 */
export async function noteSecurityEvent(
  event: SecurityEvent,
  origin: Origin,
  client?: TransactionClientContract
): Promise<void> {
  await (client ?? db).rawQuery('select kernel_note_security_event(?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    uuidv7(),
    event.kind,
    event.userId ?? null,
    event.organisationId ?? null,
    event.partnerId ?? null,
    origin.sessionId,
    origin.ip,
    origin.userAgent,
    JSON.stringify(event.details ?? {}),
  ] as never[])
}
