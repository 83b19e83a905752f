import { randomUUID } from 'node:crypto'

/** The repair that the story of the project tells, with the amounts that it must come to. */
export const COMPLAINT = 'Range drops from 80 to 35 km and it cuts off on the flyover.'
export const FINDINGS =
  'Pack voltage sags below 38 V at 40 A: main contactor welded on one pole, connector burnt.'
export const ODOMETER = 18_240

export const LINES = [
  {
    description: 'Diagnosis and repair labour',
    hsn: '998714',
    quantity: '1.5',
    unit: 'OTH',
    unitPrice: '800.00',
    gstRate: '18',
  },
  {
    description: 'Main contactor 48 V',
    hsn: '8536',
    quantity: '1',
    unit: 'NOS',
    unitPrice: '2450.00',
    gstRate: '18',
  },
  {
    description: 'Connector kit',
    hsn: '8544',
    quantity: '2',
    unit: 'SET',
    unitPrice: '186.50',
    gstRate: '18',
  },
]

/** A customer in Pune, reachable at an address that no other test uses. */
export const rajKumar = () => ({
  name: 'Raj Kumar',
  phone: '+91 98220 12345',
  email: `raj.kumar-${randomUUID()}@example.com`,
})

/** A registered business in Bengaluru. */
export const KARNATAKA = {
  name: 'Namma Fleet Private Limited',
  gstin: '29AABCE2222B1ZB',
  city: 'Bengaluru',
  postalCode: '560038',
}

/** What the printed invoice must say, white space aside. */
export const PRINTED = [
  'Tax invoice',
  'Volt & Wheel Services LLP',
  '27AAPFU0939F1ZV',
  'Raj Kumar',
  'MH12AB1234',
  'Maharashtra (27)',
  '998714',
  '8536',
  '8544',
  '4,023.00',
  'CGST',
  'SGST',
  '9 %',
  '362.07',
  '4,747.00',
  'Four Thousand Seven Hundred Forty-Seven',
]
