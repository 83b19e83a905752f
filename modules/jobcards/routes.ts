import { accepts, defineRoutes } from '@karkhana/kernel/http'

const Jobs = () => import('./controllers/jobs_controller.ts')
const Work = () => import('./controllers/job_work_controller.ts')
const Document = () => import('./controllers/job_document_controller.ts')
const validators = () => import('./validators/job.ts')

export default defineRoutes(
  (route) => {
    route.get('/', [Jobs, 'index'], { permission: 'jobcards.job.view' })
    route.get('/lookup', [Jobs, 'lookup'], {
      permission: 'jobcards.job.view',
      query: accepts(validators, 'lookupValidator'),
    })
    route.get('/create', [Jobs, 'create'], { permission: 'jobcards.job.create', only: 'web' })
    route.post('/', [Jobs, 'store'], {
      permission: 'jobcards.job.create',
      body: accepts(validators, 'jobValidator'),
    })
    route.get('/:id', [Jobs, 'show'], { permission: 'jobcards.job.view' })
    route.get('/:id/edit', [Jobs, 'edit'], { permission: 'jobcards.job.update', only: 'web' })
    route.get('/:id/pdf', [Document, 'pdf'], { permission: 'jobcards.job.view', answer: 'file' })
    route.put('/:id', [Jobs, 'update'], {
      permission: 'jobcards.job.update',
      body: accepts(validators, 'jobChangeValidator'),
    })
    route.put('/:id/lines', [Work, 'lines'], {
      permission: 'jobcards.job.update',
      body: accepts(validators, 'linesValidator'),
    })
    route.post('/:id/transitions', [Work, 'transition'], {
      permission: 'jobcards.job.work',
      body: accepts(validators, 'transitionValidator'),
    })
    route.post('/:id/approvals', [Work, 'approve'], {
      permission: 'jobcards.job.approve',
      body: accepts(validators, 'approvalValidator'),
    })
    route.post('/:id/cancellation', [Work, 'cancel'], {
      permission: 'jobcards.job.cancel',
      body: accepts(validators, 'cancellationValidator'),
    })
  },
  { records: { '/:id': 'jobcards_jobs' } }
)
