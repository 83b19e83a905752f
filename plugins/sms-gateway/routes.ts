import { accepts, defineRoutes } from '@karkhana/kernel/http'

const Messages = () => import('./controllers/messages_controller.ts')
const Statements = () => import('./controllers/statements_controller.ts')

export default defineRoutes((route) => {
  route.get('/', [Messages, 'index'], { permission: 'sms-gateway.log.view' })
  route.get('/statements', [Statements, 'index'], { permission: 'sms-gateway.statement.view' })
  route.post('/statements', [Statements, 'store'], {
    permission: 'sms-gateway.statement.create',
    body: accepts(() => import('./validators/statement.ts'), 'statementValidator'),
  })
})
