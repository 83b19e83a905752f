import type { ModulePublicRoute } from '@karkhana/kernel/http'

const Answer = () => import('./controllers/answer_controller.ts')
const purpose = 'feedback.survey'
const why = 'Customers have no account; the link names the one survey they may answer.'

const routes: ModulePublicRoute[] = [
  { method: 'GET', path: '/', handler: [Answer, 'show'], purpose, why },
  { method: 'POST', path: '/', handler: [Answer, 'store'], purpose, why },
]
export default routes
