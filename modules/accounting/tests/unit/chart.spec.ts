import { test } from '@japa/runner'
import type { AccountKey } from '../../contracts.ts'
import { SEED_ACCOUNTS } from '../../chart/accounts.ts'
import { ACCOUNT_GROUPS, findGroup, groupPath } from '../../chart/groups.ts'

/** The compiler fails this list when the contract gains or loses a key. */
const KEYS: Record<AccountKey, true> = {
  cash: true,
  bank_upi: true,
  card_clearing: true,
  cheques_in_hand: true,
  trade_receivables: true,
  trade_payables: true,
  labour_income: true,
  parts_income: true,
  output_cgst: true,
  output_sgst: true,
  output_utgst: true,
  output_igst: true,
  output_cess: true,
  input_cgst: true,
  input_sgst: true,
  input_igst: true,
  round_off: true,
  customer_advances: true,
  capital: true,
  discount_allowed: true,
  rcm_payable: true,
  other_charges: true,
}

test.group('Seeded chart of accounts', () => {
  test('has every account that modules post to, once', ({ assert }) => {
    const keys = SEED_ACCOUNTS.flatMap((account) => account.key ?? [])
    assert.sameMembers(keys, Object.keys(KEYS))
  })

  test('has each code once, and each account under a group that exists', ({ assert }) => {
    const codes = SEED_ACCOUNTS.map((account) => account.code)
    assert.lengthOf(new Set(codes), codes.length)
    for (const account of SEED_ACCOUNTS) assert.exists(findGroup(account.group), account.name)
  })

  test('has groups of the same type as the group above', ({ assert }) => {
    for (const group of ACCOUNT_GROUPS.filter((each) => each.parent)) {
      assert.equal(findGroup(group.parent!)?.type, group.type, group.name)
    }
    assert.deepEqual(groupPath('duties_taxes'), ['Current liabilities', 'Duties & taxes'])
  })
})
