import type { Scope } from '@karkhana/kernel'
import { v7 as uuidv7 } from 'uuid'

/**
 * `count` open tickets of one customer, written at once, one minute apart and the newest now. Even ones are P3, odd
 * ones P1.
 */
export async function manyTickets(scope: Scope, count: number): Promise<void> {
  const contactId = uuidv7()
  const now = scope.now().toISO()
  await scope.work(async (unit) => {
    await unit.table('contacts_contacts').insert({
      organisation_id: scope.organisationId,
      id: contactId,
      kind: 'customer',
      name: 'Raj Kumar',
      phone: '+919822012345',
      state_code: '27',
    })
    await unit.rows(
      `insert into tickets_tickets
         (organisation_id, id, number, branch_id, contact_id, complaint, source, priority, status,
          response_target_minutes, resolution_target_minutes, response_due_at, resolution_due_at, created_at)
       select ?, gen_random_uuid(), 'T-' || n, ?, ?, 'Noise ' || n, 'phone',
              case when n % 2 = 0 then 'P3' else 'P1' end, 'open', 60, 600,
              ?::timestamptz, ?::timestamptz + n * interval '1 minute',
              ?::timestamptz - n * interval '1 minute'
         from generate_series(0, ?::int - 1) n`,
      [scope.organisationId, scope.branch.id, contactId, now, now, now, count]
    )
  })
}
