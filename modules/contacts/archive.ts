import { defineArchive } from '@karkhana/kernel/module'
import { restoreContact } from './services/contacts.ts'

/** What becomes of archived contacts. */
export default defineArchive({
  label: 'Contact',
  title: ['name'],
  permission: 'contacts.contact.archive',
  restore: restoreContact,
})
