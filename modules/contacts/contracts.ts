import type { Language, Scope } from '@karkhana/kernel'

declare module '@karkhana/kernel/module' {
  interface Contracts {
    'contacts.directory@1': ContactsDirectory
  }
  interface Slots {
    'contacts.contact.aside': { contactId: string }
    'contacts.contact.pick': {
      typed: string
      given: Record<string, string | null>
      done: (option: { id: string; label: string; hint?: string }) => void
    }
  }
}

/** Reading contacts from other modules. Archived contacts are found too: old documents name them. */
export interface ContactsDirectory {
  /** @throws NotFoundError also for a contact of another organisation; 404 */
  get(scope: Scope, id: string): Promise<Contact>
  find(scope: Scope, id: string): Promise<Contact | null>
}

/** Whom the organisation sells to, buys from, or both. */
export type ContactKind = 'customer' | 'vendor' | 'both'

/** A person or firm, as documents copy it. */
export interface Contact {
  id: string
  kind: ContactKind
  name: string
  /** E.164: `+919822012345`. */
  phone: string | null
  email: string | null
  /** Checked and upper case; its first two digits are `stateCode`. */
  gstin: string | null
  /** Two digits of the GST state list. */
  stateCode: string | null
  addressLine1: string | null
  addressLine2: string | null
  city: string | null
  postalCode: string | null
  /** In which they are written to; `null`: the one in which the organisation speaks to customers. */
  language: Language | null
  /** Archived: no new work starts for them. */
  archived: boolean
}
