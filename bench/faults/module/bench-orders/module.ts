import { crud, defineModule, defineRecords, table } from '@karkhana/kernel/module'
import './contracts.ts'

/**
 * Orders whose effects can be counted: each is numbered, tells an event, and has two jobs that call a service outside,
 * one asked for with the order, one by the handler of the event. A schedule leaves a row each minute.
 */
export default defineModule({
  id: 'bench-orders',
  name: 'Orders of the bench',
  description: 'Orders whose effects can be counted.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  tables: {
    bench_orders_orders: table(),
    bench_orders_handled: table(),
    bench_orders_effects: table(),
    bench_orders_minutes: table(),
  },
  records: [
    defineRecords({
      table: 'bench_orders_orders',
      noun: 'order',
      view: 'bench-orders.order.view',
      parts: { bench_orders_handled: 'order_id', bench_orders_effects: 'order_id' },
    }),
    defineRecords({
      table: 'bench_orders_minutes',
      noun: 'minute',
      view: 'bench-orders.order.view',
    }),
  ],
  routes: () => import('./routes.ts'),
  permissions: crud('bench-orders.order', 'order', {
    view: ['manager'],
    create: ['manager'],
    update: ['manager'],
  }),
  series: [{ id: 'bench-orders.order', label: 'Orders', pattern: '{BR}-O{YY}-{00001}' }],
  events: {
    emits: [
      {
        id: 'bench-orders.order_placed@1',
        description: 'An order was placed.',
        payload: { orderId: 'Id of the order.', customerId: 'Id of the customer.' },
      },
    ],
    handles: { 'bench-orders.order_placed@1': [() => import('./handlers/note_order.ts')] },
  },
  webhooks: [
    {
      name: 'order.placed',
      event: 'bench-orders.order_placed@1',
      description: 'An order was placed.',
    },
  ],
  jobs: [() => import('./jobs/settle.ts'), () => import('./jobs/minute.ts')],
  schedules: [
    {
      id: 'bench-orders.minute',
      label: 'Note the minute',
      cron: '* * * * *',
      job: 'bench-orders.minute',
    },
  ],
})
