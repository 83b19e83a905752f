import { accepts } from '../http/route_docs.ts'
import { defineRoutes } from '../http/module_routes.ts'

const Documents = () => import('./controllers/documents_controller.ts')
const choice = () => import('./choice.ts')

/** Printed documents of the modules; each asks for its own permission besides. */
export const DOCUMENT_ROUTES = defineRoutes((route) => {
  const view = { permission: 'kernel.home.view' }
  route.get('/documents', [Documents, 'index'], { ...view, only: 'api', answer: 'choices' })
  route.get('/documents/fonts.css', [Documents, 'fonts'], { ...view, only: 'web', answer: 'file' })
  route.get('/documents/:document/:id/pdf', [Documents, 'pdf'], {
    ...view,
    summary: 'Print a document of a record',
    query: accepts(choice, 'printChoiceValidator'),
    answer: 'file',
  })
})
