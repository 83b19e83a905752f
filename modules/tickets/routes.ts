import { defineRoutes } from '@karkhana/kernel/http'

const Tickets = () => import('./controllers/tickets_controller.ts')
const Status = () => import('./controllers/ticket_status_controller.ts')

export default defineRoutes(
  (route) => {
    route.get('/', [Tickets, 'index'], { permission: 'tickets.ticket.view' })
    route.get('/lookup', [Tickets, 'lookup'], { permission: 'tickets.ticket.view' })
    route.get('/create', [Tickets, 'create'], { permission: 'tickets.ticket.create', only: 'web' })
    route.post('/', [Tickets, 'store'], { permission: 'tickets.ticket.create' })
    route.get('/:id', [Tickets, 'show'], { permission: 'tickets.ticket.view' })
    route.get('/:id/edit', [Tickets, 'edit'], { permission: 'tickets.ticket.update', only: 'web' })
    route.put('/:id', [Tickets, 'update'], { permission: 'tickets.ticket.update' })
    route.put('/:id/assignee', [Status, 'assign'], { permission: 'tickets.ticket.assign' })
    route.post('/:id/transitions', [Status, 'transition'], { permission: 'tickets.ticket.work' })
  },
  { records: { '/:id': 'tickets_tickets' } }
)
