import type { Scope } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import { normalizeDecimal } from '@karkhana/kernel/money'
import InvoiceSettings from '../models/invoice_settings.ts'

export interface Settings {
  /** Highest discount of a line in percent, 0 to 100, of those who may not give any. */
  discountLimitPercent: string
  /** 0 while the organisation has never saved its settings. */
  version: number
}

const DEFAULTS: Settings = { discountLimitPercent: '10', version: 0 }

/** The settings of the organisation, or the defaults. */
export async function getSettings(scope: Scope): Promise<Settings> {
  const row = await scope.read(() => InvoiceSettings.query().first())
  if (!row) return DEFAULTS
  const { discountLimitPercent, version } = row
  return { discountLimitPercent: normalizeDecimal(discountLimitPercent), version }
}

/** @throws ForbiddenError, VersionConflictError */
export async function saveSettings(scope: Scope, input: Settings): Promise<Settings> {
  scope.ensure('invoicing.settings.manage')
  return scope.work(async () => {
    const known = await InvoiceSettings.query().first()
    const { discountLimitPercent } = input
    if (!known) await InvoiceSettings.create({ discountLimitPercent })
    else {
      const row = await lockForUpdate(InvoiceSettings, known.id, { version: input.version })
      await row.merge({ discountLimitPercent }).save()
    }
    return getSettings(scope)
  })
}
