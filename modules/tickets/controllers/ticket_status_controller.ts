import type { HttpContext } from '@adonisjs/core/http'
import { translate } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import { changeTicketStatus } from '../services/change_ticket_status.ts'
import { getTicket } from '../services/read_ticket.ts'
import { assignTicket } from '../services/tickets.ts'
import { STATUS_LOOKS } from '../status/looks.ts'
import { wayBack } from '../status/way_back.ts'
import { assignmentValidator, transitionValidator } from '../validators/ticket.ts'

/** Who is in charge of a ticket, and how far it is. */
export default class TicketStatusController {
  async transition(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(transitionValidator)
    const before = await getTicket(ctx.scope, ctx.params.id)
    const { id, number, status } = await changeTicketStatus(ctx.scope, before.id, input)
    const ticket = await getTicket(ctx.scope, id)
    const back = wayBack(before, status, translate(ctx.scope.language, 'tickets.taken_back'))
    return reply(ctx).saved(ticket, {
      to: `/tickets/${id}`,
      message: `Ticket ${number}: ${STATUS_LOOKS[status].label.toLowerCase()}.`,
      undo: back && {
        method: 'post',
        href: `/tickets/${id}/transitions`,
        data: { ...back, version: ticket.version },
      },
    })
  }

  async assign(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(assignmentValidator)
    const before = await getTicket(ctx.scope, ctx.params.id)
    const { id } = await assignTicket(ctx.scope, before.id, input)
    const ticket = await getTicket(ctx.scope, id)
    return reply(ctx).saved(ticket, {
      to: `/tickets/${id}`,
      message: ticket.assignee
        ? `Ticket ${ticket.number} assigned to ${ticket.assignee.name}.`
        : `Nobody is in charge of ticket ${ticket.number} now.`,
      undo: {
        method: 'put',
        href: `/tickets/${id}/assignee`,
        data: { assigneeId: before.assignee?.id ?? null, version: ticket.version },
      },
    })
  }
}
