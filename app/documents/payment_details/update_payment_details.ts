import { v7 as uuidv7 } from 'uuid'
import { RuleError, VersionConflictError } from '../../errors.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { MANAGE_LOOK } from '../looks/update_look.ts'
import { ensureDecidesFor } from '../place.ts'
import {
  findPaymentDetails,
  type PaymentDetails,
  type PlacePaymentDetails,
} from './payment_details.ts'

/** What is said of one place; what is left out stays, `null` takes it away. */
export interface PaymentDetailsInput extends Partial<PaymentDetails> {
  /** `null` for the organisation. */
  branchId: string | null
  version?: number
}

/**
 * Every place that the reader may decide for, with what is kept of it: the organisation first, then its branches.
 * @throws ForbiddenError
 */
export async function listPaymentDetails(scope: Scope): Promise<PlacePaymentDetails[]> {
  scope.ensure(MANAGE_LOOK)
  return scope.read(async (unit) => {
    const places = [null, ...scope.branches.map(({ id }) => id)]
    const found: PlacePaymentDetails[] = []
    for (const place of places) found.push(await findPaymentDetails(unit, place))
    return found
  })
}

/**
 * Says where customers of a place pay.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError, VersionConflictError, RuleError naming what is missing
 */
export async function updatePaymentDetails(
  scope: Scope,
  { branchId, version, ...changes }: PaymentDetailsInput
): Promise<PlacePaymentDetails> {
  ensureDecidesFor(scope, branchId, 'The account of the organisation')
  return scope.work(async (unit) => {
    const [created] = await unit.rows(
      `insert into payment_details (organisation_id, id, branch_id) values (?, ?, ?)
       on conflict (organisation_id, branch_id) do nothing returning id`,
      [scope.organisationId, uuidv7(), branchId]
    )
    const now = await findPaymentDetails(unit, branchId, { lock: true })
    if (version !== undefined && version !== (created ? 0 : now.version)) {
      throw new VersionConflictError({ ...now }, version)
    }
    const { accountName, accountNumber, ifsc, bank, bankBranch, upiId } = whole({
      ...now,
      ...changes,
    })
    await unit.rows(
      `update payment_details
          set account_name = ?, account_number = ?, ifsc = ?, bank = ?, bank_branch = ?, upi_id = ?
        where organisation_id = ? and branch_id is not distinct from ?::uuid`,
      [
        ...[accountName, accountNumber, ifsc, bank, bankBranch, upiId],
        ...[scope.organisationId, branchId],
      ]
    )
    return findPaymentDetails(unit, branchId)
  })
}

/** What nobody can pay without: asked for as soon as anything is said of the account. */
const NEEDED = {
  accountName: 'Enter the name that the bank has for this account.',
  accountNumber: 'Enter the number of the account.',
  ifsc: 'Enter the IFSC, the 11 characters on the cheque book.',
} as const

/** @throws RuleError naming what is missing */
function whole(details: PaymentDetails): PaymentDetails {
  const { accountName, accountNumber, ifsc, bank, bankBranch } = details
  if (![accountName, accountNumber, ifsc, bank, bankBranch].some(Boolean)) return details
  for (const [field, next] of Object.entries(NEEDED)) {
    if (!details[field as keyof typeof NEEDED]) {
      throw new RuleError('E_BANK_ACCOUNT', 'The bank account is not complete.', { field, next })
    }
  }
  return details
}
