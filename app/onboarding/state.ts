import { v7 as uuidv7 } from 'uuid'
import { ForbiddenError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'

/** What the reader did with the list itself. */
export interface OnboardingState {
  putAway: boolean
  /** Has seen the praise for the last step, after which the list stays away. */
  praised: boolean
  /** Has been told of the list at all. */
  begun: boolean
}

/** The state of the reader; who is no member has nothing to begin. */
export async function onboardingState(scope: Scope): Promise<OnboardingState> {
  const { memberId } = scope.actor
  if (!memberId) return { putAway: true, praised: true, begun: false }
  const [row] = await scope.read((unit) =>
    unit.rows<{ put_away: boolean; praised_at: Date | null }>(
      'select put_away, praised_at from onboarding_states where organisation_id = ? and member_id = ?',
      [scope.organisationId, memberId]
    )
  )
  return {
    putAway: row?.put_away ?? false,
    praised: Boolean(row?.praised_at),
    begun: row !== undefined,
  }
}

/** `begun`: the list was shown; `away` and `back`: put away and brought back; `praised`: the praise was read. */
export type OnboardingMark = 'begun' | 'away' | 'back' | 'praised'

/**
 * Notes what the reader did with the list.
 * @throws ForbiddenError for somebody who is no member
 */
export async function markOnboarding(scope: Scope, mark: OnboardingMark): Promise<void> {
  const { memberId } = scope.actor
  if (!memberId) throw new ForbiddenError('kernel.home.view')
  await scope.work((unit) =>
    unit.rows(
      `insert into onboarding_states (organisation_id, id, member_id, put_away, praised_at)
       values (?, ?, ?, ?, ?)
       on conflict (organisation_id, member_id) do update
          set put_away = case when ? = 'begun' then onboarding_states.put_away else excluded.put_away end,
              praised_at = case ? when 'back' then null when 'praised' then excluded.praised_at
                                  else onboarding_states.praised_at end`,
      [
        scope.organisationId,
        uuidv7(),
        memberId,
        mark === 'away',
        mark === 'praised' ? scope.now().toISO() : null,
        mark,
        mark,
      ]
    )
  )
}
