import { activeMembers, type Scope } from '@karkhana/kernel'
import { TechnicianError } from '../errors.ts'

/**
 * The technician of a card. Who may not assign takes cards for themselves only.
 *
 * @throws TechnicianError also for members of other organisations
 * @throws ForbiddenError
 */
export async function chosenTechnician(
  scope: Scope,
  wanted: string | null | undefined,
  fallback: string | null
): Promise<string | null> {
  if (!scope.can('jobcards.job.assign')) {
    const own = scope.actor.memberId
    if (wanted !== undefined && wanted !== own) scope.ensure('jobcards.job.assign')
    return own
  }
  if (wanted === null) return null
  const id = wanted ?? fallback
  if (!id) return null
  const members = await activeMembers(scope)
  if (members.some((member) => member.id === id)) return id
  if (wanted === undefined) return null
  throw new TechnicianError()
}
