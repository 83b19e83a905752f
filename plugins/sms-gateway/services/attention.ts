import { settingsOf, type Scope } from '@karkhana/kernel'
import type { AttentionList } from '@karkhana/kernel/module'
import { countSms } from '@karkhana/kernel/sms'
import { LOG, SETTINGS } from '../settings.ts'
import { lastBalance } from './balance.ts'

/** Days that failed messages are spoken of. */
const DAYS = 7

/** What somebody should see to: a low balance, a balance that is not told, messages that did not go. */
const attention = async (scope: Scope): Promise<AttentionList | null> => {
  const { warn_below: least } = await settingsOf(scope, SETTINGS)
  const items: AttentionList['items'] = []
  const last = await lastBalance(scope)
  if (last?.error) {
    items.push({
      id: 'unknown',
      label: 'The provider does not tell the balance',
      detail: last.error,
      href: '/settings/modules/sms-gateway/settings',
      status: { label: 'Unknown', tone: 'warning' },
    })
  } else if (last?.balance && Number(last.balance) < Number(least)) {
    items.push({
      id: 'low',
      label: `The balance for text messages is ${last.balance}`,
      detail: `You are warned below ${least}. Top up at your provider.`,
      href: '/sms-gateway',
      status: { label: 'Low', tone: 'danger' },
    })
  }
  const today = scope.today()
  const from = scope.now().setZone(scope.organisation.timezone).minus({ days: DAYS }).toISODate()!
  const failed = (await countSms(scope, LOG, { from, to: today }))
    .filter(({ status }) => status === 'failed')
    .reduce((total, { count }) => total + count, 0)
  if (failed > 0) {
    items.push({
      id: 'failed',
      label: failed === 1 ? 'One text message did not go' : `${failed} text messages did not go`,
      detail: `In the last ${DAYS} days.`,
      href: '/sms-gateway?status=failed',
      status: { label: 'Not sent', tone: 'danger' },
    })
  }
  return items.length > 0 ? { id: 'sms-gateway.attention', title: 'SMS gateway', items } : null
}

export default attention
