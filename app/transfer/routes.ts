import { defineRoutes } from '../http/module_routes.ts'

const Transfer = () => import('./controllers/transfer_controller.ts')
const Imports = () => import('./controllers/imports_controller.ts')

/** Import and export of records. */
export const TRANSFER_ROUTES = defineRoutes((route) => {
  const use = { permission: 'kernel.transfer.use' }
  route.get('/transfer', [Transfer, 'index'], use)

  route.get('/transfer/exporters', [Transfer, 'exporters'], { ...use, only: 'api' })
  route.get('/transfer/exporters/:exporter/export', [Transfer, 'export'], use)

  route.get('/transfer/importers', [Transfer, 'importers'], { ...use, only: 'api' })
  route.get('/transfer/importers/:importer', [Transfer, 'importer'], use)
  route.get('/transfer/importers/:importer/template', [Transfer, 'template'], use)
  route.post('/transfer/importers/:importer/imports', [Imports, 'store'], use)

  route.get('/transfer/imports', [Transfer, 'imports'], { ...use, only: 'api' })
  route.get('/transfer/imports/:id', [Imports, 'show'], use)
  route.post('/transfer/imports/:id/check', [Imports, 'check'], use)
  route.post('/transfer/imports/:id/start', [Imports, 'start'], use)
  route.post('/transfer/imports/:id/cancel', [Imports, 'cancel'], use)
  route.get('/transfer/imports/:id/failures', [Imports, 'failures'], use)
})
