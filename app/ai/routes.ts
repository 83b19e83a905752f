import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Ai = () => import('./controllers/ai_controller.ts')

/** What language models may be asked for, what they cost, what was asked. */
export const AI_ROUTES = defineRoutes((route) => {
  const manage = { permission: 'kernel.ai.manage' }
  route.get('/settings/ai', [Ai, 'show'], {
    ...manage,
    summary: 'Read what language models may be asked for, and what they have cost this month',
    answer: 'record',
  })
  route.put('/settings/ai', [Ai, 'update'], {
    ...manage,
    summary: 'Choose what language models may be asked for, and what they may cost in a month',
    body: accepts(() => import('./validators.ts'), 'aiSettingsValidator'),
  })
  route.get('/settings/ai/questions', [Ai, 'questions'], {
    ...manage,
    summary: 'List the questions that language models were asked, without their words',
    answer: 'list',
  })
})
