import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'
import { USE_LISTS } from './permissions.ts'

const Lists = () => import('./controllers/lists_controller.ts')
const Views = () => import('../list_views/controllers/views_controller.ts')
const Runs = () => import('../bulk/controllers/runs_controller.ts')
const lists = () => import('./validators.ts')
const views = () => import('../list_views/validators.ts')
const bulk = () => import('../bulk/validators.ts')

/** What every list with a name can do; who may see the list is asked besides. */
export const LIST_ROUTES = defineRoutes((route) => {
  const use = { permission: USE_LISTS }

  route.get('/lists/:list/count', [Lists, 'count'], {
    ...use,
    summary: 'Count the rows of a list, up to 1,00,000',
  })
  route.get('/lists/:list/counts/:filter', [Lists, 'counts'], {
    ...use,
    summary: 'Count the rows of each choice of a filter',
  })
  route.get('/lists/:list/rows', [Lists, 'rows'], {
    ...use,
    summary: 'Read rows of a list by their ids',
    query: accepts(lists, 'rowsValidator'),
    answer: 'choices',
  })
  route.put('/lists/:list/rows/:row', [Lists, 'edit'], {
    ...use,
    summary: 'Change one field of a record in its list',
    body: accepts(lists, 'rowEditValidator'),
  })
  route.get('/lists/:list/export', [Lists, 'export'], {
    ...use,
    summary: 'Export what a list shows',
    query: accepts(lists, 'listExportValidator'),
    answer: 'file',
  })

  route.get('/lists/:list/views', [Views, 'index'], {
    ...use,
    summary: 'List the saved views of a list',
    answer: 'choices',
  })
  route.post('/lists/:list/views', [Views, 'store'], {
    ...use,
    summary: 'Save a view of a list',
    body: accepts(views, 'viewValidator'),
  })
  route.put('/lists/:list/views/:view', [Views, 'update'], {
    ...use,
    summary: 'Change a saved view',
    body: accepts(views, 'viewChangeValidator'),
  })
  route.delete('/lists/:list/views/:view', [Views, 'destroy'], {
    ...use,
    summary: 'Delete a saved view',
  })
  route.put('/lists/:list/settings', [Views, 'settings'], {
    ...use,
    summary: 'Arrange columns, density and first view for oneself',
    body: accepts(views, 'listSettingsValidator'),
  })

  route.post('/lists/:list/runs', [Runs, 'store'], {
    ...use,
    summary: 'Do something to many records of a list',
    body: accepts(bulk, 'bulkValidator'),
  })
  route.get('/lists/:list/runs/:run', [Runs, 'show'], {
    ...use,
    summary: 'Read how far a bulk action is',
  })
  route.post('/lists/:list/runs/:run/retry', [Runs, 'retry'], {
    ...use,
    summary: 'Try the records again that a bulk action left',
  })
  route.post('/lists/:list/runs/:run/undo', [Runs, 'undo'], {
    ...use,
    summary: 'Undo a bulk action where nothing changed since',
  })
  route.post('/lists/:list/runs/:run/cancel', [Runs, 'cancel'], {
    ...use,
    summary: 'Stop a bulk action',
  })
})
