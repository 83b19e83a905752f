import { accepts } from '../http/route_docs.ts'
import { defineRoutes } from '../http/module_routes.ts'

const Documents = () => import('./controllers/documents_controller.ts')
const Looks = () => import('./looks/looks_controller.ts')
const looks = () => import('./looks/validators.ts')
const Prints = () => import('./printing/prints_controller.ts')
const printing = () => import('./printing/validators.ts')
const PaymentDetails = () => import('./payment_details/payment_details_controller.ts')
const paymentDetails = () => import('./payment_details/validators.ts')
const Letterheads = () => import('./letterheads/letterheads_controller.ts')
const letterheads = () => import('./letterheads/validators.ts')
const choice = () => import('./choice.ts')

/** Printed documents of the modules; each asks for its own permission besides. */
export const DOCUMENT_ROUTES = defineRoutes((route) => {
  const view = { permission: 'kernel.home.view' }
  route.get('/documents', [Documents, 'index'], { ...view, only: 'api', answer: 'choices' })
  route.get('/documents/fonts.css', [Documents, 'fonts'], { ...view, only: 'web', answer: 'file' })
  route.get('/documents/letterheads/:sha256/file', [Letterheads, 'file'], {
    ...view,
    only: 'web',
    answer: 'file',
  })
  route.get('/documents/prints', [Prints, 'index'], {
    ...view,
    summary: 'List the files you had printed',
    answer: 'list',
  })
  route.get('/documents/prints/:id', [Prints, 'show'], {
    ...view,
    summary: 'Read how far a print of many records is',
  })
  route.post('/documents/prints/:id/cancel', [Prints, 'cancel'], {
    ...view,
    summary: 'Stop a print of many records',
  })
  route.get('/documents/prints/:id/download', [Prints, 'file'], {
    ...view,
    summary: 'Download the printed file',
    answer: 'file',
  })
  route.post('/documents/:document/prints', [Prints, 'store'], {
    ...view,
    summary: 'Print a document of many records into one file',
    body: accepts(printing, 'printingValidator'),
  })
  const look = { permission: 'kernel.document.manage' }
  route.get('/settings/documents', [Looks, 'show'], {
    ...look,
    summary: 'Read how documents look',
    answer: 'record',
  })
  route.put('/settings/documents', [Looks, 'update'], {
    ...look,
    summary: 'Change how documents look',
    body: accepts(looks, 'lookValidator'),
  })
  route.post('/settings/documents/preview', [Looks, 'preview'], { ...look, only: 'web' })
  route.get('/settings/documents/sample/pdf', [Looks, 'sample'], {
    ...look,
    summary: 'Print a sample document',
    query: accepts(choice, 'printChoiceValidator'),
    answer: 'file',
  })
  const ofLetterhead = { ...look, bytes: ['application/pdf', 'application/octet-stream'] }
  route.get('/settings/letterheads', [Letterheads, 'index'], {
    ...look,
    only: 'api',
    summary: 'List the letterheads that papers are laid over',
    answer: 'choices',
  })
  route.put('/settings/letterheads/:place', [Letterheads, 'store'], {
    ...ofLetterhead,
    query: accepts(letterheads, 'letterheadFileValidator'),
    summary:
      'Take a PDF as the letterhead of the organisation (place `organisation`) or of a branch',
  })
  route.put('/settings/letterheads/:place/room', [Letterheads, 'room'], {
    ...look,
    summary: 'Say what a letterhead needs free',
    body: accepts(letterheads, 'letterheadRoomValidator'),
  })
  route.delete('/settings/letterheads/:place', [Letterheads, 'remove'], {
    ...look,
    summary: 'Take a letterhead away',
  })
  route.get('/settings/payment-details', [PaymentDetails, 'index'], {
    ...look,
    summary: 'List where customers of the organisation and of its branches pay',
    answer: 'choices',
  })
  route.put('/settings/payment-details', [PaymentDetails, 'update'], {
    ...look,
    summary: 'Say where customers of a place pay',
    body: accepts(paymentDetails, 'paymentDetailsValidator'),
  })

  route.get('/documents/:document/:id/pdf', [Documents, 'pdf'], {
    ...view,
    summary: 'Print a document of a record',
    query: accepts(choice, 'printChoiceValidator'),
    answer: 'file',
  })
})
