import { defineTimeline } from '@karkhana/kernel/module'
import { KINDS, LANGUAGES } from './kinds.ts'
import { stateChoices } from './services/tax_identity.ts'

/** What the timeline of a contact tells. */
export default defineTimeline({
  created: 'Added',
  columns: {
    archived_at: { set: 'Archived', cleared: 'Restored' },
    kind: { label: 'Kind', values: KINDS },
    name: 'Name',
    company: 'Company',
    phone: 'Phone',
    email: 'E-mail',
    gstin: 'GSTIN',
    address_line1: 'Address',
    address_line2: 'Address, second line',
    city: 'Town',
    state_code: {
      label: 'State',
      values: async (scope) =>
        Object.fromEntries((await stateChoices(scope)).map(({ value, label }) => [value, label])),
    },
    postal_code: 'PIN code',
    language: { label: 'Language', values: LANGUAGES },
    notes: { label: 'Notes', quiet: true },
  },
})
