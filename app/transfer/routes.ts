import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Transfer = () => import('./controllers/transfer_controller.ts')
const Exports = () => import('./controllers/exports_controller.ts')
const Imports = () => import('./controllers/imports_controller.ts')
const validators = () => import('./validators.ts')

/** Import and export of records. */
export const TRANSFER_ROUTES = defineRoutes((route) => {
  const use = { permission: 'kernel.transfer.use' }
  const choices = { ...use, only: 'api', answer: 'choices' } as const
  const file = { ...use, answer: 'file', query: accepts(validators, 'formatValidator') } as const
  route.get('/transfer', [Transfer, 'index'], {
    ...use,
    summary: 'What can be imported and exported',
    answer: 'record',
  })

  route.get('/transfer/exporters', [Transfer, 'exporters'], { ...choices, summary: 'List exports' })
  route.get('/transfer/exporters/:exporter/export', [Transfer, 'export'], {
    ...file,
    summary: 'Export records as a file',
  })

  route.get('/transfer/exports', [Exports, 'index'], {
    ...choices,
    summary: 'List your exports that a job writes',
  })
  route.post('/transfer/exports', [Exports, 'store'], {
    ...use,
    summary: 'Have a long export written; you are told when it is there',
    body: accepts(validators, 'exportValidator'),
  })
  route.get('/transfer/exports/:id/file', [Exports, 'file'], {
    ...use,
    answer: 'file',
    summary: 'Download the file of an export',
  })
  route.post('/transfer/exports/:id/cancel', [Exports, 'cancel'], {
    ...use,
    summary: 'Stop an export',
  })

  route.get('/transfer/importers', [Transfer, 'importers'], {
    ...choices,
    summary: 'List importers',
  })
  route.get('/transfer/importers/:importer', [Transfer, 'importer'], {
    ...use,
    summary: 'Read the columns of an importer',
  })
  route.get('/transfer/importers/:importer/template', [Transfer, 'template'], {
    ...file,
    summary: 'Download an empty file to fill in',
  })
  route.post('/transfer/importers/:importer/imports', [Imports, 'store'], {
    ...use,
    summary: 'Upload a file; it is the body of the request',
    bytes: ['text/csv', 'application/octet-stream'],
    query: accepts(validators, 'fileNameValidator'),
  })

  route.get('/transfer/imports', [Transfer, 'imports'], {
    ...use,
    only: 'api',
    summary: 'List your imports',
    answer: 'list',
  })
  route.get('/transfer/imports/:id', [Imports, 'show'], { ...use, summary: 'Read an import' })
  route.post('/transfer/imports/:id/check', [Imports, 'check'], {
    ...use,
    summary: 'Check every row without saving one',
    body: accepts(validators, 'mappingValidator'),
  })
  route.post('/transfer/imports/:id/start', [Imports, 'start'], {
    ...use,
    summary: 'Import a checked file',
  })
  route.post('/transfer/imports/:id/cancel', [Imports, 'cancel'], {
    ...use,
    summary: 'Stop an import',
  })
  route.post('/transfer/imports/:id/rows', [Imports, 'fix'], {
    ...use,
    summary: 'Correct refused rows, or leave them out',
    body: accepts(validators, 'fixesValidator'),
  })
  route.get('/transfer/imports/:id/failures', [Imports, 'failures'], {
    ...file,
    summary: 'Download the rows that were refused',
  })
})
