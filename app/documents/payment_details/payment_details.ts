import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'

/** Where customers pay. An account has its holder, number and IFSC, or none of them. */
export interface PaymentDetails {
  /** Who holds the account, as the bank knows them. */
  accountName: string | null
  accountNumber: string | null
  /** Code of the bank's branch, 11 characters. */
  ifsc: string | null
  /** Name of the bank. */
  bank: string | null
  /** The bank's branch. */
  bankBranch: string | null
  /** UPI id, also called VPA: `workshop@bank`. */
  upiId: string | null
}

/** The details of one place as they are kept, with their version; 0 while nothing is. */
export interface PlacePaymentDetails extends PaymentDetails {
  /** `null` for the organisation, whose details count where a branch has none. */
  branchId: string | null
  version: number
}

const NOTHING: PaymentDetails = {
  accountName: null,
  accountNumber: null,
  ifsc: null,
  bank: null,
  bankBranch: null,
  upiId: null,
}

const COLUMNS = `branch_id as "branchId", account_name as "accountName", account_number as "accountNumber",
  ifsc, bank, bank_branch as "bankBranch", upi_id as "upiId", version`

/**
 * Where customers of a branch pay: its own account and UPI id, each of the organisation where it has none.
 * `null` where there is neither.
 */
export async function paymentDetails(
  scope: Scope,
  branchId: string
): Promise<PaymentDetails | null> {
  const rows = await scope.read((unit) =>
    unit.rows<PlacePaymentDetails>(
      `select ${COLUMNS} from payment_details
        where organisation_id = ? and (branch_id is null or branch_id = ?)
        order by branch_id nulls last`,
      [scope.organisationId, branchId]
    )
  )
  const { accountName, accountNumber, ifsc, bank, bankBranch } =
    rows.find((each) => each.accountNumber) ?? NOTHING
  const upiId = rows.find((each) => each.upiId)?.upiId ?? null
  if (!accountNumber && !upiId) return null
  return { accountName, accountNumber, ifsc, bank, bankBranch, upiId }
}

/** What is kept of one place, empty where nothing is. */
export async function findPaymentDetails(
  unit: Unit,
  branchId: string | null,
  { lock = false } = {}
): Promise<PlacePaymentDetails> {
  const [row] = await unit.rows<PlacePaymentDetails>(
    `select ${COLUMNS} from payment_details
      where organisation_id = ? and branch_id is not distinct from ?::uuid ${lock ? 'for update' : ''}`,
    [unit.scope.organisationId, branchId]
  )
  return row ?? { ...NOTHING, branchId, version: 0 }
}
