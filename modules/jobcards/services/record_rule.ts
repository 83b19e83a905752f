import { NotFoundError, type Scope } from '@karkhana/kernel'
import type { ListQuery } from '@karkhana/kernel/lists'

const VIEW_ALL = 'jobcards.job.view_all'

/** @throws NotFoundError a card of somebody else is answered like a missing one */
export function ensureVisible(scope: Scope, job: { technicianId: string | null }) {
  if (scope.can(VIEW_ALL)) return
  if (job.technicianId === null || job.technicianId !== scope.actor.memberId) {
    throw new NotFoundError('job card')
  }
}

/** Leaves the reader's own cards in a query, unless the reader may see all of them. */
export function onlyVisible(query: ListQuery, scope: Scope, column = 'j.technician_id') {
  if (scope.can(VIEW_ALL)) return
  if (scope.actor.memberId) query.where(column, scope.actor.memberId)
  else query.whereRaw('false')
}
