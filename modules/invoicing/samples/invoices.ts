import { defineSamples } from '@karkhana/kernel/module'
import { createDraft } from '../services/drafts.ts'

/**
 * One draft. A number of the series of invoices is taken at issue alone (Rule 46(b), CGST Rules: consecutive), and
 * samples are never issued: neither the series nor a return knows of them.
 */
export default defineSamples({
  id: 'invoicing.samples',
  table: 'invoicing_invoices',
  permission: 'invoicing.invoice.create',
  requires: ['contacts.samples', 'vehicles.samples', 'catalog.samples'],
  async make(scope, made) {
    const [, service, , cable] = made('catalog.samples')
    const draft = await createDraft(scope, {
      contactId: made('contacts.samples')[2],
      vehicleId: made('vehicles.samples')[2],
      date: scope.today(),
      lines: [
        {
          itemId: service,
          description: 'Periodic service',
          hsn: '998714',
          quantity: '1',
          unit: 'OTH',
          unitPrice: '1200.00',
        },
        {
          itemId: cable,
          description: 'Clutch cable',
          hsn: '8708',
          quantity: '1',
          unit: 'NOS',
          unitPrice: '240.00',
        },
      ],
    })
    return [draft.id]
  },
})
