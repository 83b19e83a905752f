import { defineRoutes } from '@karkhana/kernel/http'

const Jobs = () => import('./controllers/jobs_controller.ts')
const Work = () => import('./controllers/job_work_controller.ts')
const Document = () => import('./controllers/job_document_controller.ts')
const Settings = () => import('./controllers/settings_controller.ts')

export default defineRoutes(
  (route) => {
    route.get('/', [Jobs, 'index'], { permission: 'jobcards.job.view' })
    route.get('/lookup', [Jobs, 'lookup'], { permission: 'jobcards.job.view' })
    route.get('/settings', [Settings, 'show'], { permission: 'jobcards.settings.manage' })
    route.put('/settings', [Settings, 'update'], { permission: 'jobcards.settings.manage' })
    route.get('/create', [Jobs, 'create'], { permission: 'jobcards.job.create', only: 'web' })
    route.post('/', [Jobs, 'store'], { permission: 'jobcards.job.create' })
    route.get('/:id', [Jobs, 'show'], { permission: 'jobcards.job.view' })
    route.get('/:id/edit', [Jobs, 'edit'], { permission: 'jobcards.job.update', only: 'web' })
    route.get('/:id/pdf', [Document, 'pdf'], { permission: 'jobcards.job.view' })
    route.put('/:id', [Jobs, 'update'], { permission: 'jobcards.job.update' })
    route.put('/:id/lines', [Work, 'lines'], { permission: 'jobcards.job.update' })
    route.post('/:id/transitions', [Work, 'transition'], { permission: 'jobcards.job.work' })
    route.post('/:id/approvals', [Work, 'approve'], { permission: 'jobcards.job.approve' })
    route.post('/:id/cancellation', [Work, 'cancel'], { permission: 'jobcards.job.cancel' })
  },
  { records: { '/:id': 'jobcards_jobs' } }
)
