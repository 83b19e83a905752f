import { NotFoundError, type Scope } from '@karkhana/kernel'
import type { ListQuery } from '@karkhana/kernel/lists'

const VIEW_ALL = 'tickets.ticket.view_all'

/** Whether the reader may see a ticket: every one, or those they are in charge of. */
export function maySee(scope: Scope, ticket: { assigneeId: string | null }): boolean {
  if (scope.can(VIEW_ALL)) return true
  return ticket.assigneeId !== null && ticket.assigneeId === scope.actor.memberId
}

/** @throws NotFoundError a hidden ticket is answered like a missing one */
export function ensureVisible(scope: Scope, ticket: { assigneeId: string | null }) {
  if (!maySee(scope, ticket)) throw new NotFoundError('ticket')
}

/** Leaves the reader's own tickets in a query, unless the reader may see all of them. */
export function onlyVisible(query: ListQuery, scope: Scope, column = 't.assignee_id') {
  if (scope.can(VIEW_ALL)) return
  if (scope.actor.memberId) query.where(column, scope.actor.memberId)
  else query.whereRaw('false')
}
