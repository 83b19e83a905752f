import { accepts, defineRoutes } from '@karkhana/kernel/http'

const Tickets = () => import('./controllers/tickets_controller.ts')
const Summary = () => import('./controllers/ticket_summary_controller.ts')
const Status = () => import('./controllers/ticket_status_controller.ts')
const validators = () => import('./validators/ticket.ts')

export default defineRoutes(
  (route) => {
    route.get('/', [Tickets, 'index'], { permission: 'tickets.ticket.view' })
    route.get('/lookup', [Tickets, 'lookup'], {
      permission: 'tickets.ticket.view',
      query: accepts(validators, 'lookupValidator'),
    })
    route.get('/create', [Tickets, 'create'], { permission: 'tickets.ticket.create', only: 'web' })
    route.post('/', [Tickets, 'store'], {
      permission: 'tickets.ticket.create',
      body: accepts(validators, 'ticketValidator'),
    })
    route.get('/:id', [Tickets, 'show'], { permission: 'tickets.ticket.view' })
    route.get('/:id/edit', [Tickets, 'edit'], { permission: 'tickets.ticket.update', only: 'web' })
    route.put('/:id', [Tickets, 'update'], {
      permission: 'tickets.ticket.update',
      body: accepts(validators, 'ticketChangeValidator'),
    })
    route.put('/:id/assignee', [Status, 'assign'], {
      permission: 'tickets.ticket.assign',
      body: accepts(validators, 'assignmentValidator'),
    })
    route.post('/:id/summary', [Summary, 'store'], {
      permission: 'tickets.ticket.view',
      tier: 'ai',
      outside: true,
      summary: 'Have a language model sum a ticket up; nothing is saved',
    })
    route.post('/:id/transitions', [Status, 'transition'], {
      permission: 'tickets.ticket.work',
      body: accepts(validators, 'transitionValidator'),
    })
  },
  { records: { '/:id': 'tickets_tickets' } }
)
