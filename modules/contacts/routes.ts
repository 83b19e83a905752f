import { accepts, defineRoutes } from '@karkhana/kernel/http'

const contacts = () => import('./controllers/contacts_controller.ts')
const validators = () => import('./validators/contact.ts')

export default defineRoutes(
  (route) => {
    const view = { permission: 'contacts.contact.view' }
    const create = { permission: 'contacts.contact.create' }
    const update = { permission: 'contacts.contact.update' }
    const archive = { permission: 'contacts.contact.archive' }

    route.get('/', [contacts, 'index'], view)
    route.post('/', [contacts, 'store'], {
      ...create,
      body: accepts(validators, 'contactValidator'),
    })
    route.get('/create', [contacts, 'create'], { ...create, only: 'web' })
    route.get('/lookup', [contacts, 'lookup'], {
      ...view,
      query: accepts(validators, 'lookupValidator'),
    })
    route.get('/:id', [contacts, 'show'], view)
    route.put('/:id', [contacts, 'update'], {
      ...update,
      body: accepts(validators, 'contactChangeValidator'),
    })
    route.get('/:id/edit', [contacts, 'edit'], { ...update, only: 'web' })
    route.post('/:id/archive', [contacts, 'archive'], archive)
    route.post('/:id/restore', [contacts, 'restore'], archive)
  },
  { records: { '/:id': 'contacts_contacts' } }
)
