import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Messages = () => import('./controllers/messages_controller.ts')
const Suppressions = () => import('./controllers/suppressions_controller.ts')
const Templates = () => import('./controllers/templates_controller.ts')

/** What went to those outside, whom nothing is sent to any more, and the words of messages. */
export const MESSAGE_ROUTES = defineRoutes(
  (route) => {
    const messages = { permission: 'kernel.message.manage' }
    route.get('/settings/messages', [Messages, 'index'], messages)
    route.get('/settings/messages/held-back', [Suppressions, 'index'], messages)
    route.post('/settings/messages/held-back/:id/release', [Suppressions, 'release'], messages)
    route.post('/settings/messages/stop', [Messages, 'stop'], messages)
    route.post('/settings/messages/:id/retry', [Messages, 'retry'], messages)

    const look = { permission: 'kernel.settings.view' }
    const change = { permission: 'kernel.message_template.manage' }
    const words = {
      ...change,
      body: accepts(() => import('./templates/validators.ts'), 'wordingValidator'),
    }
    const template = '/settings/message-templates/:mail'
    route.get('/settings/message-templates', [Templates, 'index'], { ...look, answer: 'choices' })
    route.get(template, [Templates, 'show'], look)
    route.put(template, [Templates, 'update'], words)
    route.post(`${template}/preview`, [Templates, 'preview'], words)
    route.post(`${template}/test`, [Templates, 'test'], { ...words, outside: true })
    route.post(`${template}/reset`, [Templates, 'reset'], {
      ...change,
      body: accepts(() => import('./templates/validators.ts'), 'languageValidator'),
    })
  },
  {
    records: {
      '/settings/messages/held-back/:id': 'message_suppressions',
      '/settings/messages/:id': 'messages',
    },
  }
)
