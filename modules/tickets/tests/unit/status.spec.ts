import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import type { TicketStatus } from '../../contracts.ts'
import { changeStatus } from '../../status/change.ts'
import { REOPEN_DAYS } from '../../status/guards.ts'
import { STATUS_LOOKS } from '../../status/looks.ts'
import {
  OPEN_STATUSES,
  TRANSITIONS,
  type StatusFields,
  type TicketTransition,
  type TransitionAsks,
  type TransitionInput,
} from '../../status/transitions.ts'

const NOW = DateTime.fromISO('2026-11-20T06:00:00Z')
const STATUSES = Object.keys(STATUS_LOOKS) as TicketStatus[]
const WORDS: Record<TransitionAsks, TransitionInput> = {
  nothing: {},
  reason: { reason: 'The customer asked for it' },
  hold_reason: { reason: 'waiting_parts' },
  resolution: { resolution: 'Contactor replaced', cause: 'Burnt contact' },
}

const ticketIn = (status: TicketStatus): StatusFields => ({
  status,
  holdReason: status === 'on_hold' ? 'waiting_customer' : null,
  resolution: status === 'resolved' || status === 'closed' ? 'Done' : null,
  cause: null,
  resolvedAt: status === 'resolved' || status === 'closed' ? NOW.minus({ hours: 2 }) : null,
  closedAt: status === 'closed' ? NOW.minus({ hours: 1 }) : null,
})

test.group('Ticket statuses', () => {
  for (const transition of TRANSITIONS as readonly (TicketTransition &
    (typeof TRANSITIONS)[number])[]) {
    for (const status of STATUSES) {
      const allowed = (transition.from as readonly TicketStatus[]).includes(status)
      test(`${transition.name} from ${status} is ${allowed ? 'allowed' : 'refused'}`, ({
        assert,
      }) => {
        const go = () =>
          changeStatus(ticketIn(status), transition.name, WORDS[transition.asks], NOW)
        if (!allowed) {
          assert.throws(go, /is not possible/)
          return
        }
        const { fields } = go()
        assert.equal(fields.status, transition.to)
      })
    }
    if (transition.asks !== 'nothing') {
      test(`${transition.name} is refused without the words it needs`, ({ assert }) => {
        assert.throws(
          () => changeStatus(ticketIn(transition.from[0]), transition.name, { reason: ' ' }, NOW),
          /^Say /
        )
      })
    }
  }

  test('every status but "new" is the end of some transition, so none is unreachable', ({
    assert,
  }) => {
    const reached = new Set(TRANSITIONS.map(({ to }) => to as TicketStatus))
    assert.sameMembers(
      [...reached],
      STATUSES.filter((status) => status !== 'new')
    )
  })

  test('every open status leads on', ({ assert }) => {
    for (const status of OPEN_STATUSES) {
      assert.isTrue(TRANSITIONS.some(({ from }) => (from as readonly string[]).includes(status)))
    }
  })

  test('a hold takes only a reason of the list', ({ assert }) => {
    assert.throws(
      () => changeStatus(ticketIn('open'), 'hold', { reason: 'tea break' }, NOW),
      'This is no reason for a hold.'
    )
  })

  test('resolving notes what, why and when, also from a hold', ({ assert }) => {
    const { fields } = changeStatus(ticketIn('on_hold'), 'resolve', WORDS.resolution, NOW)
    assert.deepEqual(fields, {
      status: 'resolved',
      resolution: 'Contactor replaced',
      cause: 'Burnt contact',
      resolvedAt: NOW,
      holdReason: null,
    })
  })

  test('a closed ticket can be reopened for seven days, to the minute', ({ assert }) => {
    const closedAt = NOW.minus({ days: REOPEN_DAYS })
    const ticket = { ...ticketIn('closed'), closedAt }
    assert.equal(changeStatus(ticket, 'reopen', WORDS.reason, NOW).fields.status, 'open')
    assert.throws(
      () => changeStatus(ticket, 'reopen', WORDS.reason, NOW.plus({ minutes: 1 })),
      /more than 7 days ago/
    )
  })

  test('reopening takes back the resolution and the instants of the end', ({ assert }) => {
    const { fields } = changeStatus(ticketIn('closed'), 'reopen', WORDS.reason, NOW)
    assert.deepEqual(fields, {
      status: 'open',
      resolution: null,
      cause: null,
      resolvedAt: null,
      closedAt: null,
    })
  })
})
