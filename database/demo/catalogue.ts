/** Parts and services of the demo, with HSN or SAC, unit and price before tax in rupees. */
export const SERVICES = {
  diagnosis: {
    code: 'SRV-DIAG',
    name: 'Diagnosis and scan',
    hsn: '998714',
    unit: 'OTH',
    unitPrice: '350.00',
  },
  service: {
    code: 'SRV-PERIODIC',
    name: 'Periodic service',
    hsn: '998714',
    unit: 'OTH',
    unitPrice: '650.00',
  },
  labour: {
    code: 'SRV-LABOUR',
    name: 'Repair labour, per hour',
    hsn: '998714',
    unit: 'OTH',
    unitPrice: '800.00',
  },
  wash: {
    code: 'SRV-WASH',
    name: 'Wash and polish',
    hsn: '998714',
    unit: 'OTH',
    unitPrice: '199.00',
  },
} as const

export const PARTS = {
  contactor: {
    code: 'EL-CONT48',
    name: 'Main contactor 48 V',
    hsn: '8536',
    unit: 'NOS',
    unitPrice: '2450.00',
  },
  connectors: {
    code: 'EL-CONN',
    name: 'Connector kit',
    hsn: '8544',
    unit: 'SET',
    unitPrice: '186.50',
  },
  harness: {
    code: 'EL-HARN',
    name: 'Motor phase harness',
    hsn: '8544',
    unit: 'NOS',
    unitPrice: '1290.00',
  },
  cell: {
    code: 'BT-MOD',
    name: 'Lithium-ion battery module',
    hsn: '850760',
    unit: 'NOS',
    unitPrice: '14800.00',
  },
  auxiliary: {
    code: 'BT-12V',
    name: 'Auxiliary battery 12 V',
    hsn: '8507',
    unit: 'NOS',
    unitPrice: '1150.00',
  },
  pads: { code: 'BR-PAD', name: 'Brake pad set', hsn: '8714', unit: 'SET', unitPrice: '420.00' },
  disc: { code: 'BR-DISC', name: 'Brake disc', hsn: '8714', unit: 'NOS', unitPrice: '1380.00' },
  tyre: {
    code: 'TY-9090',
    name: 'Tyre 90/90-12 tubeless',
    hsn: '4011',
    unit: 'NOS',
    unitPrice: '1675.00',
  },
  belt: { code: 'DR-BELT', name: 'Drive belt', hsn: '8714', unit: 'NOS', unitPrice: '980.00' },
  bearing: {
    code: 'WH-BEAR',
    name: 'Wheel bearing',
    hsn: '8714',
    unit: 'NOS',
    unitPrice: '265.00',
  },
  mirror: { code: 'BD-MIRR', name: 'Mirror, left', hsn: '8714', unit: 'NOS', unitPrice: '310.00' },
  suspension: {
    code: 'SU-REAR',
    name: 'Rear shock absorber',
    hsn: '8714',
    unit: 'NOS',
    unitPrice: '1850.00',
  },
  throttle: {
    code: 'EL-THR',
    name: 'Throttle sensor',
    hsn: '8714',
    unit: 'NOS',
    unitPrice: '890.00',
  },
} as const

export type ServiceKey = keyof typeof SERVICES
export type PartKey = keyof typeof PARTS
