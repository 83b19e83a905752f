import { GuardError } from '../errors.ts'
import type { JobFacts, TransitionInput } from './facts.ts'

/** How far work may go over the approved total before the customer is asked again. */
const TOLERANCE_PERCENT = 10
const TOLERANCE_PAISE = 500_00

/** Check-in is complete and somebody does the work. @throws GuardError */
export function checkedIn({ technicianId, odometerIn }: JobFacts) {
  if (!technicianId) {
    throw new GuardError('E_JOB_TECHNICIAN', 'No technician is assigned.', {
      field: 'technicianId',
      next: 'Choose the technician first.',
    })
  }
  if (odometerIn === null) {
    throw new GuardError('E_JOB_ODOMETER_IN', 'The odometer at check-in is missing.', {
      field: 'odometerIn',
      next: 'Read it off and enter it.',
    })
  }
}

/** There is something to agree to. @throws GuardError */
export function hasEstimate({ lines }: JobFacts) {
  if (lines.some(({ state }) => state !== 'deferred')) return
  throw new GuardError('E_JOB_NO_ESTIMATE', 'There is no work on the card yet.', {
    field: 'lines',
    next: 'Add labour and parts first.',
  })
}

/** The largest total that an approval covers, in paise. */
export function coveredPaise(approvedPaise: number): number {
  const tenth = Math.floor((approvedPaise * TOLERANCE_PERCENT) / 100)
  return approvedPaise + Math.max(tenth, TOLERANCE_PAISE)
}

/** The customer agreed to the total, or the organisation does not ask at this amount. @throws GuardError */
export function approved({ totalPaise, approvedPaise, approvalFreeBelowPaise }: JobFacts) {
  if (totalPaise === 0 || totalPaise < approvalFreeBelowPaise) return
  if (approvedPaise === null) {
    throw new GuardError('E_JOB_NOT_APPROVED', 'The customer has not approved the estimate.', {
      next: 'Ask the customer and record the approval.',
    })
  }
  if (totalPaise > coveredPaise(approvedPaise)) {
    throw new GuardError(
      'E_JOB_ABOVE_APPROVAL',
      'The work costs more than the customer approved.',
      {
        next: 'Record the approval of the new total, or defer lines.',
      }
    )
  }
}

/** Nothing is left open. @throws GuardError */
export function linesFinished({ lines }: JobFacts) {
  const open = lines.filter(({ state }) => state === 'open').length
  if (open === 0) return
  const what = open === 1 ? 'One line is' : `${open} lines are`
  throw new GuardError('E_JOB_LINES_OPEN', `${what} still open.`, {
    field: 'lines',
    next: 'Mark each line as done or deferred.',
  })
}

/** Money before keys. Free work and organisations without invoicing pass. @throws GuardError */
export function gatePass({ money, totalPaise }: JobFacts) {
  if (!money || totalPaise === 0) return
  if (!money.invoiced) {
    throw new GuardError('E_JOB_NOT_INVOICED', 'The invoice has not been issued.', {
      next: 'Create and issue the invoice of this card.',
    })
  }
  if (money.balancePaise > 0) {
    throw new GuardError('E_JOB_UNPAID', 'The invoice is not fully paid.', {
      next: 'Record the payment first.',
    })
  }
}

/** The odometer cannot have run backwards in the workshop. @throws GuardError */
export function odometerOut({ odometerIn }: JobFacts, input: TransitionInput) {
  if (input.odometerOut === null || input.odometerOut === undefined) {
    throw new GuardError('E_JOB_ODOMETER_OUT', 'The odometer at hand-over is missing.', {
      field: 'odometerOut',
      next: 'Read it off and enter it.',
    })
  }
  if (odometerIn !== null && input.odometerOut < odometerIn) {
    throw new GuardError(
      'E_JOB_ODOMETER_OUT',
      `The odometer showed ${odometerIn} km at check-in.`,
      {
        field: 'odometerOut',
        next: 'Enter at least that, or correct the reading of the check-in.',
      }
    )
  }
}
