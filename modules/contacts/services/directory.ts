import type { ContactsDirectory } from '../contracts.ts'
import { findOr404 } from '@karkhana/kernel/database'
import Contact from '../models/contact.ts'
import { contactSnapshot } from '../transformers/contact.ts'

/** Contract `contacts.directory@1`. */
const directory: ContactsDirectory = {
  get(scope, id) {
    return scope.read(async () =>
      contactSnapshot(await findOr404(Contact, id, { what: 'contact' }))
    )
  },

  find(scope, id) {
    return scope.read(async () => {
      const contact = await Contact.query().where('id', id).first()
      return contact ? contactSnapshot(contact) : null
    })
  },
}

export default directory
