import type { HeardNews, ServiceCall, TextNews } from '@karkhana/kernel/module'
import { ReportError } from '../errors.ts'
import { covered } from './answers.ts'

/** How providers call what became of a message, and what it means. What says neither is no news. */
const STATES: Record<string, TextNews['state']> = {
  delivered: 'delivered',
  delivrd: 'delivered',
  read: 'read',
  seen: 'read',
  failed: 'failed',
  undelivered: 'failed',
  undeliv: 'failed',
  rejected: 'failed',
  rejectd: 'failed',
  expired: 'failed',
}

interface Report {
  id?: unknown
  message_id?: unknown
  status?: unknown
  reason?: unknown
  gone?: unknown
}

/**
 * Reads delivery reports: one report or a list of them as JSON, or one in the address, as `id` and `status`.
 * @throws ReportError
 */
export function hearReports({ method, query, body }: ServiceCall): HeardNews {
  const told: unknown = method === 'GET' ? query : parsed(body)
  const reports = (Array.isArray(told) ? told : [told]) as (Report | null)[]
  return { news: reports.flatMap(newsIn), answer: 'OK' }
}

function newsIn(report: Report | null): TextNews[] {
  const id = report?.id ?? report?.message_id
  if (!report || (typeof id !== 'string' && typeof id !== 'number')) throw new ReportError()
  const state = STATES[String(report.status ?? '').toLowerCase()]
  if (!state) return []
  const { reason, gone } = report
  const why = typeof reason === 'string' ? { reason: covered(reason) } : {}
  return [{ id: String(id), state, ...why, ...(gone === true && { gone }) }]
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new ReportError()
  }
}
