import { v7 as uuidv7 } from 'uuid'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { ModelPrice } from './driver.ts'
import { BudgetUsedUpError, ModelAskedTwiceError } from './errors.ts'
import { warnOfBudget } from './warning.ts'
import { aiSettings } from './settings.ts'

/** A question that may be asked: what it can cost is set aside. */
export interface Reservation {
  id: string
  month: string
}

interface Asked {
  purpose: string
  idempotencyKey: string
  characters: number
  redactions: Record<string, number>
  /** Paise at the most. */
  paise: number
  /** When the answer is given up; after that what was set aside is free again. */
  dueAt: Date
}

/**
 * Sets aside what a question can cost at the most, if the month has that much left.
 * @throws BudgetUsedUpError, ModelAskedTwiceError
 */
export async function reserve(scope: Scope, asked: Asked): Promise<Reservation> {
  return scope.work(async (unit) => {
    const month = `${scope.today().slice(0, 7)}-01`
    const { id: monthId, spent } = await lockMonth(unit, month)
    const [{ reserved }] = await unit.rows<{ reserved: string }>(
      `select coalesce(sum(reserved_paise), 0) as reserved from ai_calls
        where organisation_id = ? and month_id = ? and state = 'asked' and due_at > now()`,
      [scope.organisationId, monthId]
    )
    const { monthlyPaise } = await aiSettings(unit)
    if (spent + Number(reserved) + asked.paise > monthlyPaise) {
      throw new BudgetUsedUpError(month.slice(0, 7))
    }
    await release(unit, asked.idempotencyKey)
    const id = uuidv7()
    const [created] = await unit.rows(
      `insert into ai_calls
         (organisation_id, id, month_id, purpose, idempotency_key, actor_kind, actor_id, characters, redactions,
          reserved_paise, due_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (organisation_id, idempotency_key) where state = 'asked' do nothing
       returning id`,
      [
        scope.organisationId,
        id,
        monthId,
        asked.purpose,
        asked.idempotencyKey,
        scope.actor.kind,
        scope.actor.id,
        asked.characters,
        JSON.stringify(asked.redactions),
        asked.paise,
        asked.dueAt,
      ]
    )
    if (!created) throw new ModelAskedTwiceError()
    return { id, month }
  })
}

/** A question whose asker has died with its process may be asked again. */
async function release(unit: Unit, key: string) {
  await unit.rows(
    `update ai_calls set state = 'failed', error = 'Nobody waited for the answer.', ended_at = now()
      where organisation_id = ? and idempotency_key = ? and state = 'asked' and due_at <= now()`,
    [unit.scope.organisationId, key]
  )
}

/** How a question ended. */
export interface Ended {
  driver: string | null
  model: string | null
  /** Models that were asked. */
  tried: number
  inputTokens: number
  outputTokens: number
  /** Paise. */
  cost: number
  /** Why there is no answer; `null` when there is one. */
  error: string | null
}

/** Notes how a question ended and what it cost, and warns when most of the budget is used. */
export async function settle(scope: Scope, { id, month }: Reservation, ended: Ended) {
  await scope.work(async (unit) => {
    const before = await lockMonth(unit, month)
    const [noted] = await unit.rows(
      `update ai_calls
          set state = ?, driver_id = ?, model = ?, tried = ?, input_tokens = ?, output_tokens = ?, cost_paise = ?,
              error = ?, ended_at = now()
        where organisation_id = ? and id = ? and state = 'asked' returning id`,
      [
        ended.error === null ? 'answered' : 'failed',
        ended.driver,
        ended.model,
        ended.tried,
        ended.inputTokens,
        ended.outputTokens,
        ended.cost,
        ended.error,
        scope.organisationId,
        id,
      ]
    )
    if (!noted || ended.cost === 0) return
    await unit.rows(
      'update ai_months set spent_paise = spent_paise + ? where organisation_id = ? and id = ?',
      [ended.cost, scope.organisationId, before.id]
    )
    await warnOfBudget(unit, { ...before, month, spent: before.spent + ended.cost })
  })
}

/** The figures of a month, held until the open unit ends. */
async function lockMonth(unit: Unit, month: string) {
  const { organisationId } = unit.scope
  await unit.rows(
    `insert into ai_months (organisation_id, id, month) values (?, ?, ?)
     on conflict (organisation_id, month) do nothing`,
    [organisationId, uuidv7(), month]
  )
  const [row] = await unit.rows<{ id: string; spent_paise: string; warned_at: Date | null }>(
    `select id, spent_paise, warned_at from ai_months
      where organisation_id = ? and month = ? for update`,
    [organisationId, month]
  )
  return { id: row.id, spent: Number(row.spent_paise), warned: row.warned_at !== null }
}

/** What this many tokens cost, in whole paise; a part of one counts as one. */
export function costOf(
  { input, output }: ModelPrice,
  { inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }
): number {
  return Math.ceil((inputTokens * input + outputTokens * output) / 1_000_000)
}

/** Tokens that a text can be at the most: no tokeniser in use makes more than one of two bytes, on the average. */
export function mostTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 2)
}
