import { defineRoutes } from '@karkhana/kernel/http'

const Surveys = () => import('./controllers/surveys_controller.ts')
const view = { permission: 'feedback.survey.view' }

export default defineRoutes(
  (route) => {
    route.get('/', [Surveys, 'index'], view)
    route.get('/:id', [Surveys, 'show'], view)
    route.post('/:id/link', [Surveys, 'link'], { permission: 'feedback.survey.send' })
  },
  { records: { '/:id': 'feedback_surveys' } }
)
