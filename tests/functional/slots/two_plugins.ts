import { defineModule, permission, type SlotData } from '@karkhana/kernel/module'

/** A plugin that fills the place beside a contact; `read` is what its data does. */
export const plugin = (id: string, read: SlotData<{ contactId: string }>) =>
  defineModule({
    id,
    name: id[0].toUpperCase() + id.slice(1),
    description: 'Shows something beside a contact.',
    version: '0.1.0',
    kernel: '^0.1.0',
    kind: 'app',
    initialState: 'available',
    requires: { contacts: '^0.1.0' },
    permissions: [permission(`${id}.card.view`, 'See the card', ['manager'])],
    slots: {
      'contacts.contact.aside': [
        {
          component: `${id}::card`,
          permission: `${id}.card.view`,
          before: ['vehicles::contact_vehicles'],
          data: () => Promise.resolve({ default: read as SlotData }),
        },
      ],
    },
  })
