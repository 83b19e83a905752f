/** Where customers of a place pay, with its name; `null` names the organisation. */
export interface PaymentPlace {
  branchId: string | null
  name: string | null
  accountName: string | null
  accountNumber: string | null
  ifsc: string | null
  bank: string | null
  bankBranch: string | null
  upiId: string | null
  version: number
  /** Picture of the code that a phone may try. */
  code: string | null
}
