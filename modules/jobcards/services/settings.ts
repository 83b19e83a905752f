import type { Scope } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import JobSettings from '../models/job_settings.ts'

export interface Settings {
  /** Paise; 0 asks for every amount. */
  approvalFreeBelowPaise: number
  /** 0 while the organisation has never saved its settings. */
  version: number
}

const DEFAULTS: Settings = { approvalFreeBelowPaise: 0, version: 0 }

/** The settings of the organisation, or the defaults. */
export async function getSettings(scope: Scope): Promise<Settings> {
  const row = await scope.read(() => JobSettings.query().first())
  if (!row) return DEFAULTS
  return { approvalFreeBelowPaise: row.approvalFreeBelowPaise, version: row.version }
}

/** @throws VersionConflictError */
export async function saveSettings(scope: Scope, input: Settings): Promise<Settings> {
  return scope.work(async () => {
    const known = await JobSettings.query().first()
    const { approvalFreeBelowPaise } = input
    if (!known) await JobSettings.create({ approvalFreeBelowPaise })
    else {
      const row = await lockForUpdate(JobSettings, known.id, { version: input.version })
      await row.merge({ approvalFreeBelowPaise }).save()
    }
    return getSettings(scope)
  })
}
