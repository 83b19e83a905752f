import type { Language } from '@karkhana/kernel/pages'
import type { ContactKind } from './contracts.ts'

/** What a contact is to the organisation, in words. Runs on the server and in the browser. */
export const KINDS: Record<ContactKind, string> = {
  customer: 'Customer',
  vendor: 'Vendor',
  both: 'Customer and vendor',
}

/** Languages in which contacts are written to. */
export const LANGUAGES: Record<Language, string> = { en: 'English', hi: 'Hindi' }

/** Icons beside the words. */
export const KIND_ICONS: Record<ContactKind, string> = {
  customer: 'i-lucide-user-round',
  vendor: 'i-lucide-truck',
  both: 'i-lucide-arrow-left-right',
}
