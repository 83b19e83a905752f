import type { HttpContext } from '@adonisjs/core/http'
import { summariseTicket } from '../services/summarise_ticket.ts'

/** What a language model makes of a ticket; nothing is saved. */
export default class TicketSummaryController {
  async store({ scope, params }: HttpContext) {
    return { data: await summariseTicket(scope, (params as { id: string }).id) }
  }
}
