import { table, type TableDeclaration } from '@karkhana/kernel/module'

/**
 * Invoices are kept for 72 months after the due date of the annual return of their year, which lies up to 21 months
 * after them: eight years from their date are enough for all of them.
 */
const INVOICES = { keep: 'P8Y', from: 'date', law: 'CGST Act s.36' }

/** What the tables of this module hold about people, and for how long. */
export const TABLES: Record<string, TableDeclaration> = {
  invoicing_invoices: table({
    retention: INVOICES,
    personal: {
      'buyer.name': 'keep',
      'buyer.gstin': 'keep',
      'buyer.addressLine1': 'keep',
      'buyer.addressLine2': 'keep',
      'buyer.city': 'keep',
      'buyer.postalCode': 'keep',
      'buyer.phone': 'keep',
      'buyer.email': 'keep',
      'vehicle.registration': 'keep',
      'vehicle.vin': 'keep',
      'notes': 'keep',
      'cancel_reason': 'keep',
    },
    notPersonal: {
      supplier: 'The organisation itself.',
      state_tax_name: 'SGST or UTGST.',
    },
    subjects: { 'contacts.contact': 'contact_id' },
    open: {
      where: "status = 'draft' or balance > 0",
      what: 'unpaid invoice',
      title: 'number',
      href: '/invoicing/:id',
    },
  }),
  invoicing_lines: table({
    retention: { ...INVOICES, from: 'created_at' },
    notPersonal: {
      price_note: 'Why a rule gave another price.',
      tax_note: 'Why a rule gave another tax.',
      added_by: 'Id of the module that added the line.',
    },
  }),
  invoicing_payments: table({
    retention: INVOICES,
    // Number of a cheque or of a transfer.
    personal: { reference: 'keep', recorded_by: 'actor' },
    subjects: { 'contacts.contact': 'contact_id' },
  }),
  invoicing_messages: table({
    // Answers of mail servers name the address.
    personal: { to_address: 'replace', error_message: 'replace', requested_by: 'actor' },
  }),
  invoicing_history: table({
    retention: { ...INVOICES, from: 'at' },
    personal: { reason: 'keep', actor_name: 'actor' },
  }),
}
