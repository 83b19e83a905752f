import { test } from '@japa/runner'
import type { JobStatus } from '../../contracts.ts'
import { changeStatus } from '../../status/change.ts'
import type { JobFacts, TransitionInput } from '../../status/facts.ts'
import { coveredPaise } from '../../status/guards.ts'
import { STATUS_LOOKS } from '../../status/looks.ts'
import {
  TRANSITIONS,
  type JobTransition,
  type TransitionAsks,
  type TransitionName,
} from '../../status/transitions.ts'

const STATUSES = Object.keys(STATUS_LOOKS) as JobStatus[]
const WORDS: Record<TransitionAsks, TransitionInput> = {
  nothing: {},
  reason: { reason: 'The brake still squeals' },
  hold_reason: { reason: 'parts' },
  odometer_out: { odometerOut: 18_250 },
}

/** A card that fulfils every guard. */
const facts = (status: JobStatus, changes: Partial<JobFacts> = {}): JobFacts => ({
  status,
  heldFrom: status === 'on_hold' ? 'in_progress' : null,
  cancelled: false,
  technicianId: 'somebody',
  odometerIn: 18_240,
  lines: [{ state: 'done' }, { state: 'deferred' }],
  totalPaise: 4_747_14,
  approvedPaise: 4_747_14,
  approvalFreeBelowPaise: 0,
  money: { invoiced: true, balancePaise: 0 },
  ...changes,
})

test.group('Job card statuses', () => {
  for (const transition of TRANSITIONS as readonly (JobTransition & { name: TransitionName })[]) {
    const words = WORDS[transition.asks]
    for (const status of STATUSES) {
      const allowed = transition.from.includes(status)
      test(`${transition.name} from ${status} is ${allowed ? 'allowed' : 'refused'}`, ({
        assert,
      }) => {
        const go = () => changeStatus(facts(status), transition.name, words)
        if (!allowed) {
          assert.throws(go, /is not possible/)
          return
        }
        const target = transition.to === 'held_from' ? 'in_progress' : transition.to
        assert.equal(go().fields.status, target)
      })
    }
    test(`${transition.name} is refused on a cancelled card`, ({ assert }) => {
      assert.throws(
        () => changeStatus(facts(transition.from[0], { cancelled: true }), transition.name, words),
        'The card is cancelled.'
      )
    })
    if (transition.asks !== 'nothing') {
      test(`${transition.name} is refused without what it asks for`, ({ assert }) => {
        assert.throws(() =>
          changeStatus(facts(transition.from[0]), transition.name, { reason: ' ' })
        )
      })
    }
  }

  test('every status but "received" is the end of some transition', ({ assert }) => {
    const reached = new Set(TRANSITIONS.map(({ to }) => to as string))
    reached.delete('held_from')
    assert.sameMembers(
      [...reached],
      STATUSES.filter((status) => status !== 'received')
    )
  })

  test('a hold returns to where it came from: {$self}')
    .with(['diagnosing', 'awaiting_approval', 'in_progress'] as const)
    .run(({ assert }, from) => {
      const held = changeStatus(facts(from), 'hold', { reason: 'insurer' }).fields
      assert.deepEqual(held, { status: 'on_hold', heldFrom: from, holdReason: 'insurer' })
      const back = changeStatus(facts('on_hold', { heldFrom: from }), 'resume', {}).fields
      assert.deepEqual(back, { status: from, heldFrom: null, holdReason: null })
    })

  test('a hold takes only a reason of the list', ({ assert }) => {
    assert.throws(
      () => changeStatus(facts('diagnosing'), 'hold', { reason: 'tea' }),
      /no reason for a hold/
    )
  })
})

test.group('Guards of a job card', () => {
  const refused: [string, TransitionName, JobStatus, Partial<JobFacts>, TransitionInput, string][] =
    [
      [
        'diagnosis without a technician',
        'diagnose',
        'received',
        { technicianId: null },
        {},
        'E_JOB_TECHNICIAN',
      ],
      [
        'diagnosis without the odometer',
        'diagnose',
        'received',
        { odometerIn: null },
        {},
        'E_JOB_ODOMETER_IN',
      ],
      [
        'an estimate without lines',
        'estimate',
        'diagnosing',
        { lines: [] },
        {},
        'E_JOB_NO_ESTIMATE',
      ],
      [
        'an estimate with deferred lines only',
        'estimate',
        'diagnosing',
        { lines: [{ state: 'deferred' }] },
        {},
        'E_JOB_NO_ESTIMATE',
      ],
      [
        'work without approval',
        'start',
        'awaiting_approval',
        { approvedPaise: null },
        {},
        'E_JOB_NOT_APPROVED',
      ],
      [
        'work without approval exactly at the limit',
        'start',
        'awaiting_approval',
        { approvedPaise: null, approvalFreeBelowPaise: 4_747_14 },
        {},
        'E_JOB_NOT_APPROVED',
      ],
      [
        'work far above what was approved',
        'start',
        'awaiting_approval',
        { approvedPaise: 4_000_00 },
        {},
        'E_JOB_ABOVE_APPROVAL',
      ],
      [
        'ready with an open line',
        'finish',
        'in_progress',
        { lines: [{ state: 'open' }] },
        {},
        'E_JOB_LINES_OPEN',
      ],
      [
        'ready above what was approved',
        'finish',
        'in_progress',
        { approvedPaise: 4_000_00 },
        {},
        'E_JOB_ABOVE_APPROVAL',
      ],
      [
        'the keys without an invoice',
        'deliver',
        'ready',
        { money: { invoiced: false, balancePaise: 0 } },
        { odometerOut: 18_250 },
        'E_JOB_NOT_INVOICED',
      ],
      [
        'the keys with one paisa unpaid',
        'deliver',
        'ready',
        { money: { invoiced: true, balancePaise: 1 } },
        { odometerOut: 18_250 },
        'E_JOB_UNPAID',
      ],
      ['the keys without the odometer', 'deliver', 'ready', {}, {}, 'E_JOB_ODOMETER_OUT'],
      [
        'an odometer that ran backwards',
        'deliver',
        'ready',
        {},
        { odometerOut: 18_239 },
        'E_JOB_ODOMETER_OUT',
      ],
    ]
  for (const [what, name, status, changes, input, code] of refused) {
    test(`refuse ${what}`, ({ assert }) => {
      try {
        changeStatus(facts(status, changes), name, input)
      } catch (error) {
        assert.equal((error as { code: string }).code, code)
        assert.isString((error as { next: string }).next)
        return
      }
      assert.fail('it was allowed')
    })
  }

  const allowed: [string, TransitionName, JobStatus, Partial<JobFacts>, TransitionInput][] = [
    [
      'free work without approval',
      'start',
      'awaiting_approval',
      { approvedPaise: null, totalPaise: 0 },
      {},
    ],
    [
      'work below the limit without approval',
      'start',
      'awaiting_approval',
      { approvedPaise: null, approvalFreeBelowPaise: 4_747_15 },
      {},
    ],
    [
      'the keys where no invoices are written with Karkhana',
      'deliver',
      'ready',
      { money: null },
      { odometerOut: 18_240 },
    ],
    [
      'the keys of free work without an invoice',
      'deliver',
      'ready',
      { totalPaise: 0, money: { invoiced: false, balancePaise: 0 } },
      { odometerOut: 18_240 },
    ],
  ]
  for (const [what, name, status, changes, input] of allowed) {
    test(`allow ${what}`, ({ assert }) => {
      assert.doesNotThrow(() => changeStatus(facts(status, changes), name, input))
    })
  }

  test('an approval covers ten per cent more, at least ₹500', ({ assert }) => {
    assert.equal(coveredPaise(1_000_00), 1_500_00)
    assert.equal(coveredPaise(5_000_00), 5_500_00)
    assert.equal(coveredPaise(10_000_00), 11_000_00)
  })
})
