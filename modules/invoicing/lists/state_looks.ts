import type { InvoiceState } from '../transformers/invoice_row.ts'

interface Look {
  label: string
  tone: 'neutral' | 'info' | 'success' | 'warning' | 'danger'
  icon: string
}

/** How each state of an invoice looks. */
export const STATE_LOOKS: Record<InvoiceState, Look> = {
  draft: { label: 'Draft', tone: 'neutral', icon: 'i-lucide-pencil-line' },
  unpaid: { label: 'Unpaid', tone: 'warning', icon: 'i-lucide-clock' },
  partly_paid: { label: 'Partly paid', tone: 'info', icon: 'i-lucide-circle-dot' },
  paid: { label: 'Paid', tone: 'success', icon: 'i-lucide-circle-check' },
  cancelled: { label: 'Cancelled', tone: 'danger', icon: 'i-lucide-ban' },
}
