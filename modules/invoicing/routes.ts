import { defineRoutes } from '@karkhana/kernel/http'

const Invoices = () => import('./controllers/invoices_controller.ts')
const JobInvoices = () => import('./controllers/job_invoices_controller.ts')
const Payments = () => import('./controllers/payments_controller.ts')
const Documents = () => import('./controllers/invoice_documents_controller.ts')
const Settings = () => import('./controllers/settings_controller.ts')

const view = { permission: 'invoicing.invoice.view' }
const create = { permission: 'invoicing.invoice.create' }
const update = { permission: 'invoicing.invoice.update' }
const settings = { permission: 'invoicing.settings.manage' }

export default defineRoutes(
  (route) => {
    route
      .get('/', [Invoices, 'index'], view)
      .get('/lookup', [Invoices, 'lookup'], view)
      .get('/settings', [Settings, 'show'], settings)
      .put('/settings', [Settings, 'update'], settings)
      .get('/create', [Invoices, 'create'], { ...create, only: 'web' })
      .post('/preview', [Invoices, 'preview'], create)
      .get('/from-job/:jobId', [JobInvoices, 'create'], { ...create, only: 'web' })
      .post('/from-job/:jobId', [JobInvoices, 'store'], create)
      .post('/', [Invoices, 'store'], create)
      .get('/:id', [Invoices, 'show'], view)
      .get('/:id/edit', [Invoices, 'edit'], { ...update, only: 'web' })
      .put('/:id', [Invoices, 'update'], update)
      .delete('/:id', [Invoices, 'destroy'], update)
      .post('/:id/issue', [Invoices, 'issue'], { permission: 'invoicing.invoice.issue' })
      .post('/:id/cancel', [Invoices, 'cancel'], { permission: 'invoicing.invoice.cancel' })
      .get('/:id/pdf', [Documents, 'pdf'], view)
      .post('/:id/email', [Documents, 'email'], { permission: 'invoicing.invoice.send' })
      .post('/:id/payments', [Payments, 'store'], { permission: 'invoicing.payment.create' })
  },
  { records: { '/:id': 'invoicing_invoices' } }
)
