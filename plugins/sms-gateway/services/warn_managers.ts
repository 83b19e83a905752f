import { activeMembers, languageOf, mailSenderOf, type Scope } from '@karkhana/kernel'
import { deliver, renderMail } from '@karkhana/kernel/mail'
import lowBalance from '../mails/low_balance.ts'

/**
 * Tells owners, admins and managers that the balance is low.
 * @param key of this run; the same key never sends a second mail to anybody
 */
export async function warnManagers(
  scope: Scope,
  { balance, least }: { balance: string; least: string },
  key: string
): Promise<void> {
  const members = await activeMembers(scope, ['owner', 'admin', 'manager'])
  const sender = await mailSenderOf(scope)
  const rendered = await renderMail(lowBalance, {
    organisation: scope.organisation.name,
    balance,
    least,
    language: languageOf(scope),
  })
  for (const { id, name, email } of members) {
    await deliver({
      ...rendered,
      ...sender,
      to: [{ name, address: email }],
      attachments: [],
      idempotencyKey: `${key}/${id}`,
    })
  }
}
