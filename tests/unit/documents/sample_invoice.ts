import type { DocumentDefinition } from '../../../app/documents/main.ts'
import { asPaise } from '../../../app/money/index.ts'

/** The folder that a module would mount as its own. */
export const templatesFolder = new URL('./templates/', import.meta.url)

export const sampleDefinition: DocumentDefinition = {
  id: 'sample.invoice',
  title: 'Tax invoice',
  template: 'sample::invoice',
  permission: 'sample.invoice.read',
  load: async () => sampleInvoice(),
}

/** An invoice of Volt & Wheel, Pune; `lineCount` repeats its three lines. */
export function sampleInvoice(lineCount = 3) {
  const lines = [
    {
      description: 'Diagnosis and repair labour',
      descriptionNote: 'Range drops from 80 to 35 km, cuts off on the flyover',
      hsn: '998714',
      quantity: '1.5 h',
      price: '800.00',
      taxable: 1_200_00,
      rate: '18 %',
      tax: 216_00,
    },
    {
      description: 'Main contactor 48 V',
      hsn: '8536',
      quantity: '1 pc',
      price: '2,450.00',
      taxable: 2_450_00,
      rate: '18 %',
      tax: 441_00,
    },
    {
      description: 'Connector kit / कनेक्टर किट',
      hsn: '8544',
      quantity: '2 pc',
      price: '186.50',
      taxable: 373_00,
      rate: '18 %',
      tax: 67_14,
    },
  ]
  const rows = Array.from({ length: lineCount }, (_, index) => ({
    ...lines[index % lines.length],
    number: index + 1,
  }))

  return {
    lang: 'en',
    number: 'PN/26-27/00042',
    stamp: undefined as string | undefined,
    organisation: {
      name: 'Volt & Wheel',
      legalName: 'Volt & Wheel Mobility Private Limited',
      address: ['Shop 7, Baner Road', 'Pune 411045, Maharashtra (27)'],
      taxIds: [{ label: 'GSTIN', value: '27AAPFU0939F1ZV' }],
      phone: '+91 98220 00000',
      email: 'accounts@voltandwheel.example',
    },
    facts: [
      { label: 'Invoice date', value: '21-11-2026' },
      { label: 'Due', value: '28-11-2026' },
      { label: 'Place of supply', value: 'Maharashtra (27)' },
      { label: 'Job card', value: 'JC-0107', code: true },
      { label: 'Reverse charge', value: 'No' },
    ],
    parties: [
      {
        heading: 'Bill to',
        name: 'Raj Kumar',
        lines: ['Flat 12, Sai Residency', 'Kothrud, Pune 411038', '+91 98220 12345'],
      },
      {
        heading: 'Vehicle',
        name: 'MH12AB1234',
        lines: ['Ather 450X', 'Odometer 18,240 km'],
      },
    ],
    columns: [
      { key: 'number', label: '#', kind: 'index', width: '7mm' },
      { key: 'description', label: 'Description', kind: 'text' },
      { key: 'hsn', label: 'HSN/SAC', kind: 'code', width: '17mm' },
      { key: 'quantity', label: 'Quantity', kind: 'number', width: '17mm' },
      { key: 'price', label: 'Price', kind: 'number', width: '20mm' },
      { key: 'taxable', label: 'Taxable', kind: 'amount', width: '22mm' },
      { key: 'rate', label: 'GST', kind: 'number', width: '13mm' },
      { key: 'tax', label: 'Tax', kind: 'amount', width: '20mm' },
    ],
    rows,
    totals: [
      { label: 'Taxable value', amount: asPaise(4_023_00) },
      { label: 'CGST 9 %', amount: asPaise(362_07) },
      { label: 'SGST 9 %', amount: asPaise(362_07) },
      { label: 'Round off', amount: asPaise(-14) },
      { label: 'Total', amount: asPaise(4_747_00), grand: true },
    ],
    words: asPaise(4_747_00),
    tax: {
      columns: [
        { key: 'hsn', label: 'HSN/SAC', kind: 'code' },
        { key: 'taxable', label: 'Taxable', kind: 'amount' },
        { key: 'cgst', label: 'CGST 9 %', kind: 'amount' },
        { key: 'sgst', label: 'SGST 9 %', kind: 'amount' },
      ],
      rows: [
        { hsn: '998714', taxable: 1_200_00, cgst: 108_00, sgst: 108_00 },
        { hsn: '8536', taxable: 2_450_00, cgst: 220_50, sgst: 220_50 },
        { hsn: '8544', taxable: 373_00, cgst: 33_57, sgst: 33_57 },
      ],
      footer: { hsn: 'Total', taxable: 4_023_00, cgst: 362_07, sgst: 362_07 },
    },
    notes: [
      {
        heading: 'Terms / नियम',
        text: 'Parts replaced are covered by the maker’s warranty.\nभुगतान 7 दिनों के भीतर करें। धन्यवाद!',
      },
    ],
  }
}
