import { defineRoutes } from '@karkhana/kernel/http'

const Orders = () => import('./controllers/orders_controller.ts')

export default defineRoutes((route) => {
  route.post('/', [Orders, 'store'], {
    permission: 'bench-orders.order.create',
    only: 'api',
    summary: 'Place an order',
  })
})
