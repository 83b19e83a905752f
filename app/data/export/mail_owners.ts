import { randomUUID } from 'node:crypto'
import { absoluteUrl } from '../../http/absolute_url.ts'
import { sendAccountMail } from '../../identity/mails/send_account_mail.ts'
import { originOfScope } from '../../identity/services/members_notice.ts'
import { noteSecurityEvent } from '../../identity/services/security_events.ts'
import type { MailContent } from '../../mail/compose.ts'
import type { Unit } from '../../tenancy/unit.ts'

/** What happened with an export. */
export type ExportNews = { id: string; by: string } & (
  | {
      kind: 'exported'
      sha256: string
      bytes: number
      modules: string[]
      rows: Record<string, Record<string, number>>
    }
  | { kind: 'downloaded' }
)

/** Tells every active owner, in the open unit; that data was exported is noted among the security events, too. */
export async function mailOwners(unit: Unit, news: ExportNews): Promise<void> {
  const { scope } = unit
  if (news.kind === 'exported') {
    await noteSecurityEvent(
      {
        kind: 'data.exported',
        userId: scope.actor.kind === 'user' ? scope.actor.id : null,
        organisationId: scope.organisationId,
        details: { by: news.by, export: news.id, modules: news.modules.join(', ') },
      },
      originOfScope(scope),
      unit.trx
    )
  }
  const owners = await unit.rows<{ email: string; name: string }>(
    `select u.email, u.name from memberships m join users u on u.id = m.user_id
      where m.organisation_id = ? and m.role = 'owner' and m.active and u.disabled_at is null`,
    [scope.organisationId]
  )
  for (const { email, name } of owners) {
    await sendAccountMail(unit.trx, {
      to: email,
      subject: subjectOf(news, scope.organisation.name),
      content: contentOf(news, scope.organisation.name, name),
      uniqueKey: `data_export/${news.kind}/${news.id}/${randomUUID()}`,
    })
  }
}

function subjectOf({ kind, by }: ExportNews, organisation: string) {
  return kind === 'exported'
    ? `${by} exported data of ${organisation}`
    : `${by} downloaded the data of ${organisation}`
}

function contentOf(news: ExportNews, organisation: string, name: string): MailContent {
  const heading = subjectOf(news, organisation)
  const facts =
    news.kind === 'exported'
      ? [
          { label: 'Modules', value: news.modules.join(', ') },
          { label: 'Rows', value: String(rowsIn(news.rows)) },
          { label: 'Size', value: `${Math.max(1, Math.round(news.bytes / 1024))} KB` },
          { label: 'SHA-256', value: news.sha256 },
        ]
      : [{ label: 'By', value: news.by }]
  return {
    organisation,
    heading,
    paragraphs: [
      `Hello ${name},`,
      news.kind === 'exported'
        ? 'The file is verified and can be downloaded for seven days by those who may export data.'
        : 'Whoever has the file has everything that is in it.',
    ],
    facts,
    button: { label: 'Open exports', href: absoluteUrl('/settings/data') },
    footer: [
      `You get this because you are an owner of ${organisation}.`,
      'Was this a surprise? Change the role of the person, and look at Settings → Audit trail.',
    ],
  }
}

/** Rows of all tables together. */
export function rowsIn(rows: Record<string, Record<string, number>>): number {
  return Object.values(rows)
    .flatMap((tables) => Object.values(tables))
    .reduce((sum, count) => sum + count, 0)
}
