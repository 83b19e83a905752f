import { crud, defineModule, permission } from '@karkhana/kernel/module'
import { TABLES } from './data.ts'
import { INVOICE_EVENTS, INVOICE_WEBHOOKS } from './events.ts'
import { INVOICING_SECRETS } from './secrets.ts'
import { INVOICES, PAYMENTS } from './records.ts'
import { SETTINGS } from './settings.ts'

/** Tax invoices and the payments for them. */
export default defineModule({
  id: 'invoicing',
  name: 'Invoicing',
  description:
    'Tax invoices from job cards or alone, posted to the books, printed, mailed and paid.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  requires: {
    contacts: '^0.1.0',
    vehicles: '^0.1.0',
    catalog: '^0.1.0',
    gst: '^0.1.0',
    accounting: '^0.1.0',
  },
  enhances: { jobcards: '^0.1.0' },
  consumes: {
    'contacts.directory@1': 'required',
    'vehicles.registry@1': 'required',
    'catalog.items@1': 'required',
    'gst.calculator@1': 'required',
    'accounting.ledger@1': 'required',
    'jobcards.billing@1': 'optional',
  },
  provides: {
    'invoicing.invoices@1': () => import('./services/invoices_contract.ts'),
  },
  tables: TABLES,
  records: [INVOICES, PAYMENTS],
  routes: () => import('./routes.ts'),
  events: { emits: INVOICE_EVENTS },
  webhooks: INVOICE_WEBHOOKS,
  permissions: crud(
    'invoicing.invoice',
    'invoice',
    {
      view: ['manager', 'accountant'],
      create: ['manager', 'accountant'],
      update: ['manager', 'accountant'],
    },
    [
      permission('invoicing.invoice.issue', 'Issue an invoice', ['manager', 'accountant']),
      permission('invoicing.invoice.send', 'Send an invoice by e-mail', ['manager', 'accountant']),
      permission('invoicing.invoice.cancel', 'Cancel an issued invoice', ['accountant']),
      permission('invoicing.payment.create', 'Record a payment', ['manager', 'accountant']),
      permission('invoicing.discount.give', 'Give discounts up to the limit', ['manager']),
      permission('invoicing.discount.unlimited', 'Give discounts above the limit'),
      permission('invoicing.settings.view', 'See the rules of invoices'),
      permission('invoicing.settings.manage', 'Change the rules of invoices'),
    ]
  ),
  commands: [
    {
      id: 'invoicing.unpaid',
      label: 'Unpaid invoices',
      keywords: ['outstanding', 'due', 'receivable'],
      icon: 'i-lucide-hourglass',
      permission: 'invoicing.invoice.view',
      href: '/invoicing?status=unpaid',
    },
  ],
  search: [() => import('./search/invoices.ts')],
  reports: [() => import('./reports/sales_register.ts')],
  lists: [() => import('./lists/invoices.ts')],
  exporters: [() => import('./exporters/invoices.ts')],
  samples: [() => import('./samples/invoices.ts')],
  onboarding: [
    {
      id: 'invoicing.first_invoice',
      title: 'Issue your first invoice',
      why: 'Taxes, number and books follow by themselves; you print or send it at once.',
      permission: 'invoicing.invoice.issue',
      href: '/invoicing/create',
      icon: 'i-lucide-receipt-indian-rupee',
      order: 410,
      minutes: 3,
      done: { table: 'invoicing_invoices', where: 't.issued_at is not null' },
    },
    {
      id: 'invoicing.first_payment',
      title: 'Record the first payment',
      why: 'The balance of the customer is right at any moment.',
      permission: 'invoicing.payment.create',
      href: '/invoicing?status=unpaid',
      icon: 'i-lucide-hand-coins',
      order: 420,
      minutes: 1,
      done: { table: 'invoicing_payments' },
    },
  ],
  menu: [
    {
      id: 'invoicing.invoices',
      label: 'Invoices',
      href: '/invoicing',
      icon: 'i-lucide-receipt-indian-rupee',
      section: 'Sales',
      order: 110,
      phone: true,
      permission: 'invoicing.invoice.view',
      createHref: '/invoicing/create',
      createLabel: 'New invoice',
      createPermission: 'invoicing.invoice.create',
    },
  ],
  slots: {
    'jobcards.job.actions': [
      {
        component: 'invoicing::job_invoice',
        permission: 'invoicing.invoice.view',
        data: () => import('./services/job_invoices.ts'),
      },
    ],
    'jobcards.job.aside': [
      {
        component: 'invoicing::job_summary',
        permission: 'invoicing.invoice.view',
        data: () => import('./services/job_invoices.ts'),
      },
    ],
  },
  offersSlots: [
    {
      id: 'invoicing.invoice.aside',
      description: 'Beside an invoice: what happened with it elsewhere.',
      props: { invoiceId: 'Id of the invoice.', status: 'Status of the invoice.' },
    },
  ],
  extensions: {
    offers: [
      {
        id: 'invoicing.price_rules@1',
        description:
          'Before the lines of a draft are priced, when it is previewed or saved. May set another unit price or ' +
          'discount for a line, with the reason that is shown and printed below it. Issuing keeps what the draft shows.',
      },
      {
        id: 'invoicing.tax_lines@1',
        description:
          'After prices are known: in the preview, when a draft is saved, and again when it is issued. Adds ' +
          'compensation cess to lines, or charges as lines of their own, which are taxed and posted as any other.',
      },
      {
        id: 'invoicing.document_footer@1',
        description: 'When an invoice is printed: lines of text at the foot of the paper.',
        tolerant: true,
      },
    ],
  },
  series: [
    {
      id: 'invoicing.invoice',
      label: 'Invoices',
      // Gapless per branch and financial year; 16 characters with a branch code of four.
      pattern: '{BR}/{FY}/{00001}',
      rules: {
        maxLength: 16,
        charset: 'A-Z0-9/-',
        first: 'A-Z1-9',
        yearly: true,
        source: 'Rule 46(b), CGST Rules',
      },
    },
    {
      id: 'invoicing.receipt',
      label: 'Payment receipts',
      pattern: '{BR}/R{FY}/{00001}',
      rules: { yearly: true },
    },
  ],
  secrets: INVOICING_SECRETS,
  widgets: [
    {
      id: 'invoicing.figures',
      title: 'Figures',
      permission: 'invoicing.invoice.view',
      kind: 'figures',
      load: () => import('./services/tiles.ts'),
    },
    {
      id: 'invoicing.attention',
      title: 'Unpaid invoices',
      permission: 'invoicing.invoice.view',
      kind: 'list',
      load: () => import('./services/attention.ts'),
    },
    {
      id: 'invoicing.billed_collected',
      title: 'Billed and collected',
      permission: 'invoicing.invoice.view',
      kind: 'chart',
      size: 'full',
      roles: ['owner', 'admin', 'manager', 'accountant'],
      load: () => import('./services/billed_collected.ts'),
    },
  ],
  jobs: [() => import('./jobs/send_invoice.ts')],
  documents: [() => import('./documents/invoice.ts')],
  mails: [() => import('./mails/invoice.ts')],
  settings: SETTINGS,
  lang: ['en', 'hi'],
})
