import { defineRecords } from '@karkhana/kernel/module'

/** Months that a statement was made of. */
export const STATEMENTS = defineRecords({
  table: 'sms_gateway_statements',
  noun: 'SMS statement',
  view: 'sms-gateway.statement.view',
})

/** What the provider said last; no page lists it. */
export const BALANCES = defineRecords({ table: 'sms_gateway_balances', noun: 'balance' })
