import { defineResource } from '@karkhana/kernel/module'

export default defineResource({
  id: 'courtesy.cars',
  table: 'courtesy_cars',
  label: 'Courtesy cars',
  noun: 'courtesy car',
  about: 'Cars that customers drive while theirs is in the workshop.',
  icon: 'i-lucide-car',
  title: 'plate',
  roles: { view: ['manager', 'technician'], create: ['manager'], update: ['manager'] },
  fields: [
    {
      key: 'plate',
      label: 'Plate',
      kind: 'text',
      required: true,
      pattern: '[A-Z]{2} ?\\d{1,2} ?[A-Z]{1,3} ?\\d{4}',
      example: 'MH 12 AB 1234',
      sort: true,
    },
    { key: 'model', label: 'Model', kind: 'text', required: true, max: 60, search: true },
    {
      key: 'state',
      label: 'State',
      kind: 'choice',
      required: true,
      options: [
        { value: 'free', label: 'Free', tone: 'success' },
        { value: 'lent', label: 'Lent', tone: 'info' },
        { value: 'broken', label: 'Broken', tone: 'danger' },
      ],
      filter: true,
      editInList: true,
    },
    { key: 'borrowerId', label: 'Lent to', kind: 'record', of: 'contacts_contacts', filter: true },
    { key: 'dayRate', label: 'Day rate', kind: 'money', min: 0, sort: true },
    { key: 'insuredUntil', label: 'Insured until', kind: 'date', filter: true, sort: true },
    { key: 'notes', label: 'Notes', kind: 'multiline', personal: 'clear' },
  ],
})
