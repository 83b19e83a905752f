import { v5 as uuidv5 } from 'uuid'
import { organisationIds } from '../../audit/seal.ts'
import { dispatchForDeployment } from '../../jobs/dispatch.ts'
import measureUsageJob from '../jobs/measure_usage.ts'
import type { PartnerScope } from '../partner_scope.ts'
import { organisationOf } from './inside.ts'

/** Namespace of the ids of these jobs (RFC 9562, version 5): one an hour, or a minute, however often it is asked. */
const NAMESPACE = '0d0c2f5e-5f0e-4f4b-9a52-0a3d3a0c6f11'

const DAY = 24 * 60 * 60 * 1000

/** Has the organisation counted, in a minute at the latest. */
export async function measureNow(partner: PartnerScope, organisationId: string): Promise<void> {
  partner.ensure('partner.manage')
  const { id } = await organisationOf(partner, organisationId)
  await ask(id, new Date().toISOString().slice(0, 16))
}

/** Has those counted again whose last count is older than a day; for lists and pages that show the counts. */
export async function measureStale(
  rows: { id: string; measuredAt: string | Date | null }[]
): Promise<void> {
  const hour = new Date().toISOString().slice(0, 13)
  for (const { id, measuredAt } of rows) {
    if (measuredAt && Date.now() - new Date(measuredAt).getTime() < DAY) continue
    await ask(id, hour)
  }
}

/** Has every organisation counted, once for the day of `dueAt`; what the clock of the deployment starts. */
export async function measureEverybody(dueAt: Date): Promise<void> {
  const day = dueAt.toISOString().slice(0, 10)
  for await (const id of organisationIds()) await ask(id, day)
}

async function ask(organisationId: string, moment: string) {
  await dispatchForDeployment(
    null,
    measureUsageJob,
    { organisationId },
    { id: uuidv5(`${organisationId}/${moment}`, NAMESPACE) }
  )
}
