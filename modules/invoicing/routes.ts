import { accepts, defineRoutes } from '@karkhana/kernel/http'

const Invoices = () => import('./controllers/invoices_controller.ts')
const JobInvoices = () => import('./controllers/job_invoices_controller.ts')
const Payments = () => import('./controllers/payments_controller.ts')
const Documents = () => import('./controllers/invoice_documents_controller.ts')
const validators = () => import('./validators/invoices.ts')
const choice = () => import('@karkhana/kernel/documents')
const payments = () => import('./validators/payments.ts')

const view = { permission: 'invoicing.invoice.view' }
const create = { permission: 'invoicing.invoice.create' }
const update = { permission: 'invoicing.invoice.update' }

export default defineRoutes(
  (route) => {
    route
      .get('/', [Invoices, 'index'], view)
      .get('/lookup', [Invoices, 'lookup'], {
        ...view,
        query: accepts(validators, 'lookupValidator'),
      })
      .get('/create', [Invoices, 'create'], { ...create, only: 'web' })
      .post('/preview', [Invoices, 'preview'], {
        ...create,
        body: accepts(validators, 'previewValidator'),
      })
      .get('/from-job/:jobId', [JobInvoices, 'create'], { ...create, only: 'web' })
      .post('/from-job/:jobId', [JobInvoices, 'store'], create)
      .post('/', [Invoices, 'store'], { ...create, body: accepts(validators, 'draftValidator') })
      .get('/:id', [Invoices, 'show'], view)
      .get('/:id/edit', [Invoices, 'edit'], { ...update, only: 'web' })
      .put('/:id', [Invoices, 'update'], { ...update, body: accepts(validators, 'draftValidator') })
      .delete('/:id', [Invoices, 'destroy'], update)
      .post('/:id/issue', [Invoices, 'issue'], {
        permission: 'invoicing.invoice.issue',
        body: accepts(validators, 'issueValidator'),
      })
      .post('/:id/cancel', [Invoices, 'cancel'], {
        permission: 'invoicing.invoice.cancel',
        body: accepts(validators, 'cancelValidator'),
      })
      .get('/:id/pdf', [Documents, 'pdf'], {
        ...view,
        query: accepts(choice, 'printChoiceValidator'),
        answer: 'file',
      })
      .post('/:id/email', [Documents, 'email'], {
        permission: 'invoicing.invoice.send',
        body: accepts(validators, 'emailValidator'),
      })
      .post('/:id/payments', [Payments, 'store'], {
        permission: 'invoicing.payment.create',
        body: accepts(payments, 'paymentValidator'),
      })
  },
  { records: { '/:id': 'invoicing_invoices' } }
)
