import type { AccountKey } from '../contracts.ts'
import type { Side } from './groups.ts'

/** An account that every organisation starts with. */
export interface SeedAccount {
  code: string
  name: string
  group: string
  /** Modules post to it by this key; such an account stays. */
  key?: AccountKey
  /** Where it differs from the side of its type. */
  side?: Side
}

/** The chart of accounts of a vehicle workshop in India. Codes leave room in each group. */
export const SEED_ACCOUNTS: SeedAccount[] = [
  { code: '1001', name: 'Cash in hand', group: 'bank_cash', key: 'cash' },
  { code: '1002', name: 'Bank / UPI', group: 'bank_cash', key: 'bank_upi' },
  { code: '1003', name: 'Card settlements due', group: 'bank_cash', key: 'card_clearing' },
  { code: '1004', name: 'Cheques in hand', group: 'bank_cash', key: 'cheques_in_hand' },
  { code: '1101', name: 'Trade receivables', group: 'sundry_debtors', key: 'trade_receivables' },
  { code: '1201', name: 'Input CGST', group: 'input_tax', key: 'input_cgst' },
  { code: '1202', name: 'Input SGST / UTGST', group: 'input_tax', key: 'input_sgst' },
  { code: '1203', name: 'Input IGST', group: 'input_tax', key: 'input_igst' },
  { code: '1301', name: 'Stock of spare parts', group: 'stock' },
  { code: '1401', name: 'Advances to suppliers', group: 'advances' },
  { code: '1402', name: 'Staff advances', group: 'advances' },
  { code: '1403', name: 'Security deposits', group: 'advances' },
  { code: '1404', name: 'TDS receivable', group: 'advances' },
  { code: '1501', name: 'Workshop tools & equipment', group: 'fixed_assets' },
  { code: '1502', name: 'Computers & diagnostic devices', group: 'fixed_assets' },
  { code: '1503', name: 'Furniture & fittings', group: 'fixed_assets' },
  { code: '1504', name: 'Vehicles', group: 'fixed_assets' },
  {
    code: '1590',
    name: 'Accumulated depreciation',
    group: 'fixed_assets',
    side: 'credit',
  },

  { code: '2001', name: 'Trade payables', group: 'sundry_creditors', key: 'trade_payables' },
  {
    code: '2101',
    name: 'Advances from customers',
    group: 'current_liabilities',
    key: 'customer_advances',
  },
  { code: '2201', name: 'Output CGST', group: 'duties_taxes', key: 'output_cgst' },
  { code: '2202', name: 'Output SGST', group: 'duties_taxes', key: 'output_sgst' },
  { code: '2203', name: 'Output UTGST', group: 'duties_taxes', key: 'output_utgst' },
  { code: '2204', name: 'Output IGST', group: 'duties_taxes', key: 'output_igst' },
  { code: '2205', name: 'Output cess', group: 'duties_taxes', key: 'output_cess' },
  {
    code: '2206',
    name: 'GST payable under reverse charge',
    group: 'duties_taxes',
    key: 'rcm_payable',
  },
  { code: '2211', name: 'TDS payable', group: 'duties_taxes' },
  { code: '2212', name: 'Professional tax payable', group: 'duties_taxes' },
  { code: '2213', name: 'EPF & ESI payable', group: 'duties_taxes' },
  { code: '2301', name: 'Salaries payable', group: 'provisions' },
  { code: '2302', name: 'Expenses payable', group: 'provisions' },
  { code: '2401', name: 'Bank loans', group: 'loans' },
  { code: '2402', name: 'Loans from owners', group: 'loans' },

  { code: '3001', name: 'Capital', group: 'capital', key: 'capital' },
  { code: '3002', name: 'Drawings', group: 'capital', side: 'debit' },
  { code: '3003', name: 'Reserves & surplus', group: 'capital' },

  { code: '4001', name: 'Labour income', group: 'direct_income', key: 'labour_income' },
  { code: '4002', name: 'Parts income', group: 'direct_income', key: 'parts_income' },
  {
    code: '4003',
    name: 'Other charges recovered',
    group: 'direct_income',
    key: 'other_charges',
  },
  { code: '4101', name: 'Interest received', group: 'indirect_income' },
  { code: '4102', name: 'Discount received', group: 'indirect_income' },
  { code: '4103', name: 'Scrap sales', group: 'indirect_income' },

  { code: '5001', name: 'Spare parts purchases', group: 'purchases' },
  { code: '5002', name: 'Consumables', group: 'purchases' },
  { code: '5003', name: 'Freight inward', group: 'direct_expenses' },
  { code: '5004', name: 'Outside work', group: 'direct_expenses' },
  { code: '5005', name: 'Technician wages', group: 'direct_expenses' },
  { code: '6001', name: 'Rent', group: 'indirect_expenses' },
  { code: '6002', name: 'Salaries', group: 'indirect_expenses' },
  { code: '6003', name: 'Employer EPF & ESI', group: 'indirect_expenses' },
  { code: '6004', name: 'Staff welfare', group: 'indirect_expenses' },
  { code: '6005', name: 'Electricity', group: 'indirect_expenses' },
  { code: '6006', name: 'Telephone & internet', group: 'indirect_expenses' },
  { code: '6007', name: 'Repairs & maintenance', group: 'indirect_expenses' },
  { code: '6008', name: 'Travel & fuel', group: 'indirect_expenses' },
  { code: '6009', name: 'Insurance', group: 'indirect_expenses' },
  { code: '6010', name: 'Printing & stationery', group: 'indirect_expenses' },
  { code: '6011', name: 'Advertising', group: 'indirect_expenses' },
  { code: '6012', name: 'Professional fees', group: 'indirect_expenses' },
  { code: '6013', name: 'Bank & payment gateway charges', group: 'indirect_expenses' },
  { code: '6014', name: 'Rates & taxes', group: 'indirect_expenses' },
  { code: '6015', name: 'Depreciation', group: 'indirect_expenses' },
  {
    code: '6016',
    name: 'Discount allowed',
    group: 'indirect_expenses',
    key: 'discount_allowed',
  },
  { code: '6017', name: 'Interest paid', group: 'indirect_expenses' },
  { code: '6018', name: 'Bad debts', group: 'indirect_expenses' },
  { code: '6019', name: 'Miscellaneous expenses', group: 'indirect_expenses' },
  { code: '6020', name: 'Round-off', group: 'indirect_expenses', key: 'round_off' },
]
