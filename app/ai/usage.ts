import type { ListPage } from '../http/page_types.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import type { Scope } from '../tenancy/scope.ts'
import { purposesOf } from './settings.ts'

/** What models have cost in the present month, in paise. */
export interface AiUsage {
  /** First day of the month, business date. */
  month: string
  spent: number
  byPurpose: { purpose: string; questions: number; failed: number; cost: number }[]
}

/** The figures of the present month of the organisation. @throws ForbiddenError */
export async function aiUsage(scope: Scope): Promise<AiUsage> {
  scope.ensure('kernel.ai.manage')
  const month = `${scope.today().slice(0, 7)}-01`
  return scope.read(async (unit) => {
    const byPurpose = await unit.rows<AiUsage['byPurpose'][number]>(
      `select c.purpose, count(*)::integer as questions,
              count(*) filter (where c.state = 'failed')::integer as failed,
              sum(c.cost_paise)::float as cost
         from ai_calls c join ai_months m on m.organisation_id = c.organisation_id and m.id = c.month_id
        where c.organisation_id = ? and m.month = ?
        group by c.purpose order by cost desc, c.purpose`,
      [scope.organisationId, month]
    )
    return { month, byPurpose, spent: byPurpose.reduce((sum, { cost }) => sum + cost, 0) }
  })
}

export type AiCallState = 'asked' | 'answered' | 'failed'

/** A question that was asked, without its words. */
export interface AiCall {
  id: string
  /** Instant, ISO, UTC. */
  at: string
  purpose: string
  state: AiCallState
  model: string | null
  characters: number
  /** Values that were taken out before it left. */
  redacted: number
  tokens: number
  /** Paise. */
  cost: number
  error: string | null
}

interface RawCall {
  id: string
  created_at: Date
  purpose: string
  state: AiCallState
  model: string | null
  characters: number
  redacted: number
  tokens: number
  cost_paise: string
  error: string | null
}

const CALLS = defineList<RawCall, AiCall>({
  id: 'c.id',
  from: (unit) =>
    unit
      .from('ai_calls as c')
      .where('c.organisation_id', unit.scope.organisationId)
      .select('c.id', 'c.created_at', 'c.purpose', 'c.state', 'c.model', 'c.characters')
      .select('c.cost_paise', 'c.error')
      .select(
        unit.trx.raw('c.input_tokens + c.output_tokens as tokens'),
        unit.trx.raw(
          '(select coalesce(sum(r.value::integer), 0)::integer from jsonb_each_text(c.redactions) r) as redacted'
        )
      ),
  search: (query, term) =>
    query.where((either) =>
      either.whereILike('c.purpose', `%${term}%`).orWhereILike('c.model', `%${term}%`)
    ),
  filters: {
    state: {
      label: 'State',
      options: [
        { value: 'answered', label: 'Answered' },
        { value: 'failed', label: 'Failed' },
        { value: 'asked', label: 'Asked' },
      ],
      apply: (query, value) => query.where('c.state', value),
    },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 'c.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
  row: (raw) => ({
    id: raw.id,
    at: raw.created_at.toISOString(),
    purpose: raw.purpose,
    state: raw.state,
    model: raw.model,
    characters: raw.characters,
    redacted: raw.redacted,
    tokens: raw.tokens,
    cost: Number(raw.cost_paise),
    error: raw.error,
  }),
})

/** The questions of the organisation, page by page, newest first. @throws ForbiddenError */
export async function listCalls(scope: Scope, input: ListInput): Promise<ListPage<AiCall>> {
  scope.ensure('kernel.ai.manage')
  const labels = new Map(purposesOf(scope).map(({ id, label }) => [id, label]))
  const list = await runList(scope, CALLS, input)
  return {
    ...list,
    rows: list.rows.map((row) => ({ ...row, purpose: labels.get(row.purpose) ?? row.purpose })),
  }
}
