import type { HttpContext } from '@adonisjs/core/http'
import { activeMembers, customFieldsOf, type Scope } from '@karkhana/kernel'
import { modelOffer } from '@karkhana/kernel/ai'
import { reply } from '@karkhana/kernel/http'
import { listInput } from '@karkhana/kernel/lists'
import { SUMMARY } from '../purposes.ts'
import { TICKETS } from '../records.ts'
import { contactChoice, vehicleChoice } from '../services/choices.ts'
import { getTicket, listTickets, lookupTickets } from '../services/read_ticket.ts'
import { createTicket, updateTicket } from '../services/tickets.ts'
import { lookupValidator, ticketChangeValidator, ticketValidator } from '../validators/ticket.ts'

/** Tickets: list, record, form. */
export default class TicketsController {
  async index(ctx: HttpContext) {
    const page = await listTickets(ctx.scope, await listInput(ctx))
    return reply(ctx).list('tickets::index', page)
  }

  async lookup({ request, scope }: HttpContext) {
    return { data: await lookupTickets(scope, await lookupValidator.validate(request.qs())) }
  }

  async show(ctx: HttpContext) {
    const ticket = await getTicket(ctx.scope, ctx.params.id)
    const slots = {
      'tickets.ticket.aside': {
        ticketId: ticket.id,
        contactId: ticket.contact.id,
        vehicleId: ticket.vehicle?.id ?? null,
        status: ticket.status,
      },
    }
    const page = async () => ({
      members: await memberChoices(ctx.scope),
      customFields: await customFieldsOf(ctx.scope, TICKETS.table),
      summary: await modelOffer(ctx.scope, SUMMARY.id),
    })
    return reply(ctx).record('tickets::show', ticket, page, { slots })
  }

  async create(ctx: HttpContext) {
    const query = ctx.request.qs() as Record<string, unknown>
    const vehicle = await vehicleChoice(ctx.scope, query.vehicle)
    const contact = await contactChoice(ctx.scope, vehicle?.contactId ?? query.contact)
    return reply(ctx).page('tickets::form', {
      record: null,
      contact,
      vehicle,
      members: await memberChoices(ctx.scope),
      customFields: await customFieldsOf(ctx.scope, TICKETS.table),
    })
  }

  async edit(ctx: HttpContext) {
    const record = await getTicket(ctx.scope, ctx.params.id)
    return reply(ctx).page('tickets::form', {
      record,
      contact: await contactChoice(ctx.scope, record.contact.id),
      vehicle: await vehicleChoice(ctx.scope, record.vehicle?.id),
      members: [],
      customFields: await customFieldsOf(ctx.scope, TICKETS.table),
    })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(ticketValidator)
    const source = input.source ?? (ctx.surface === 'api' ? 'api' : 'counter')
    const { id } = await createTicket(ctx.scope, { ...input, source })
    const ticket = await getTicket(ctx.scope, id)
    return reply(ctx).saved(ticket, {
      to: `/tickets/${id}`,
      message: `Ticket ${ticket.number} created.`,
      created: true,
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(ticketChangeValidator)
    const { id } = await updateTicket(ctx.scope, ctx.params.id, input)
    const ticket = await getTicket(ctx.scope, id)
    return reply(ctx).saved(ticket, {
      to: `/tickets/${id}`,
      message: `Ticket ${ticket.number} saved.`,
    })
  }
}

async function memberChoices(scope: Scope) {
  return (await activeMembers(scope)).map(({ id, name }) => ({ value: id, label: name }))
}
