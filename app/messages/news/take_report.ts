import db from '@adonisjs/lucid/services/db'
import { applyNews } from './apply_news.ts'
import { readDeliveryReport } from './delivery_report.ts'

/**
 * Takes a raw mail that came to a return path, and notes what it reports. What is no report, or is about no message of
 * this deployment, changes nothing.
 * @returns what was noted
 * @throws NewsTooEarlyError
 */
export async function takeReport(
  raw: Uint8Array,
  recipient?: string
): Promise<{ messageId: string; event: string } | null> {
  const report = await readDeliveryReport(raw, recipient)
  if (!report) return null
  const { messageId, news } = report
  const { rows } = (await db.rawQuery('select kernel_organisation_of_message(?) as id', [
    messageId,
  ])) as { rows: { id: string | null }[] }
  const organisationId = rows[0]?.id
  if (!organisationId) return null
  await applyNews(organisationId, { messageId }, news)
  return { messageId, event: news.event }
}
