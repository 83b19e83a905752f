import type { Scope } from '@karkhana/kernel'
import { createItem, type ItemInput } from '../../services/items.ts'

export const CONTACTOR: ItemInput = {
  kind: 'part',
  code: 'CON-48V',
  name: 'Main contactor 48 V',
  hsn: '8536',
  unit: 'NOS',
  unitPrice: '2450',
  treatment: 'taxable',
}

export const LABOUR: ItemInput = {
  kind: 'service',
  code: 'LAB-DIAG',
  name: 'Diagnosis and repair labour',
  hsn: '998714',
  unit: 'OTH',
  unitPrice: '800.00',
  treatment: 'taxable',
}

/** Adds an item, the contactor unless said otherwise. */
export function addItem(scope: Scope, change: Partial<ItemInput> = {}) {
  return createItem(scope, { ...CONTACTOR, ...change })
}
