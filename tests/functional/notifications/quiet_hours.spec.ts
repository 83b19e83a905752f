import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { notifyMembers, systemScope, type Scope } from '@karkhana/kernel'
import {
  FakeSms,
  fakeDriver,
  makeJobRun,
  makeWorkshop,
  restoreDrivers,
  type Workshop,
} from '@karkhana/kernel/testing'
import { DateTime } from 'luxon'
import deliverAccountMail from '../../../app/identity/jobs/deliver_account_mail.ts'
import { sendAccountMail } from '../../../app/identity/mails/send_account_mail.ts'
import User from '../../../app/identity/models/user.ts'
import deliverMessage from '../../../app/messages/jobs/deliver_message.ts'
import mailNotifications from '../../../app/notifications/jobs/mail_notifications.ts'
import textNotification from '../../../app/notifications/jobs/text_notification.ts'
import type { Reason } from '../../../app/notifications/reasons.ts'
import { lend } from '../../helpers/borrowed_manifest.ts'
import { mailsTo } from '../../helpers/mail.ts'

const PHONE = '+919822055555'
const ZONE = 'Asia/Kolkata'
const NIGHT = { from: '21:00', to: '08:00' }
const MORNING = '2026-11-22T08:00'
const URGENT = {
  id: 'vehicles.recalled',
  label: 'A vehicle is recalled',
  line: '{what} is recalled, says {who}',
  urgent: true,
}

const local = (time: string) => DateTime.fromISO(time, { zone: ZONE })
const run = () => makeJobRun({ id: randomUUID(), attempt: 1 })

/** Somebody who wants to hear nothing at night, and is told by e-mail and by phone alone. */
async function sleeper(workshop: Workshop, notifications: Record<string, boolean>) {
  const { membership } = await workshop.memberWith({ role: 'technician', name: 'Tara Kale' })
  const user = await User.findOrFail(membership.userId)
  await user
    .merge({
      phone: PHONE,
      confirmedPhone: PHONE,
      notifications,
      notificationTimes: { quiet: NIGHT },
    })
    .save()
  return { memberId: membership.id, user }
}

/** What a worker does at that time, for the organisation. */
async function at(workshop: Workshop, time: string): Promise<Scope> {
  const scope = await systemScope(workshop.organisationId, 'test')
  return scope.with({ now: () => local(time).toUTC() })
}

/** Tells the member something, while they are awake. */
async function tell(workshop: Workshop, memberId: string, reason: Reason = 'finished') {
  const scope = (await workshop.scope()).with({ now: () => local('2026-11-21T20:50').toUTC() })
  await scope.work((unit) =>
    notifyMembers(unit, { reason, members: [memberId], title: 'Price list', href: '/inbox' })
  )
}

interface Told {
  id: string
  reason: string
  mailed: boolean
  due: string | null
}

async function toldTo(workshop: Workshop, memberId: string): Promise<Told[]> {
  const scope = await systemScope(workshop.organisationId, 'test')
  const rows = await scope.read((unit) =>
    unit.rows<Omit<Told, 'due'> & { due: Date | null }>(
      `select id, reason, mailed_at is not null as mailed, mail_due_at as due
         from notifications where member_id = ? order by happened_at, id`,
      [memberId]
    )
  )
  return rows.map(({ due, ...row }) => ({
    ...row,
    due: due && DateTime.fromJSDate(due, { zone: ZONE }).toFormat("yyyy-MM-dd'T'HH:mm"),
  }))
}

/** Mails to people that wait for a later time. */
async function waiting() {
  const { rows } = (await db.rawQuery(
    `select id, envelope -> 'payload' as payload, run_at > now() + interval '1 hour' as later from deployment_jobs
      where name = 'kernel.deliver_account_mail' and run_at > now()`
  )) as { rows: { id: string; later: boolean; payload: unknown }[] }
  return rows
}

/** They have no quiet hours by now: what waits goes whatever time of the day it is. */
const awake = (user: User) => user.merge({ notificationTimes: {} }).save()

test.group('Quiet hours that have begun before something is sent', (group) => {
  group.each.teardown(() => restoreDrivers())

  test('hold an e-mail back until they end', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const told = { 'mail.finished': true, 'inbox.finished': false }
    const { memberId, user } = await sleeper(workshop, told)
    await tell(workshop, memberId)
    await mailNotifications.handle(await at(workshop, '2026-11-21T21:30'), { memberId }, run())
    assert.containsSubset(await toldTo(workshop, memberId), [{ mailed: false, due: MORNING }])
    await mailNotifications.handle(await at(workshop, MORNING), { memberId }, run())
    assert.containsSubset(await toldTo(workshop, memberId), [{ mailed: true, due: null }])
    await awake(user)
    assert.lengthOf(await mailsTo(user.email), 1)
  })

  test('let through what is urgent, and the mail of the day of those who want it then', async ({
    assert,
    cleanup,
  }) => {
    cleanup(await lend('vehicles', { notices: [URGENT] }))
    const workshop = await makeWorkshop()
    const mails = {
      'mail.finished': true,
      'digest.finished': true,
      'mail.mentioned': true,
      [`mail.${URGENT.id}`]: true,
    }
    const { memberId, user } = await sleeper(workshop, mails)
    await user.merge({ notificationTimes: { quiet: NIGHT, digest: '22:00' } }).save()
    for (const reason of ['finished', 'mentioned', URGENT.id as Reason] as const) {
      await tell(workshop, memberId, reason)
    }
    await mailNotifications.handle(await at(workshop, '2026-11-21T22:10'), { memberId }, run())
    assert.sameMembers(
      (await toldTo(workshop, memberId)).map(({ reason, mailed }) => `${reason} ${mailed}`),
      ['finished true', 'mentioned false', `${URGENT.id} true`]
    )
    await awake(user)
    const [mail, ...others] = await mailsTo(user.email)
    assert.match(mail.subject, /2 things/)
    assert.isEmpty(others)
  })

  test('hold a text back, also one that its service or the pace has put off', async ({
    assert,
  }) => {
    const sms = fakeDriver('kernel.sms', new FakeSms())
    const workshop = await makeWorkshop()
    const { memberId } = await sleeper(workshop, { 'sms.finished': true, 'inbox.finished': false })
    await tell(workshop, memberId)
    const [{ id: notificationId }] = await toldTo(workshop, memberId)
    const text = async (time: string) =>
      textNotification.handle(await at(workshop, time), { notificationId, channel: 'sms' }, run())
    const messages = async () => {
      const scope = await at(workshop, MORNING)
      return scope.read((unit) =>
        unit.rows<{ id: string; state: string; error_code: string | null }>(
          'select id, state, error_code from messages'
        )
      )
    }
    await text('2026-11-21T21:30')
    assert.isEmpty(await messages())

    await text('2026-11-21T20:59')
    const [{ id: messageId }] = await messages()
    const hand = async (time: string) =>
      deliverMessage.handle(await at(workshop, time), { messageId }, run())
    await hand('2026-11-21T21:00')
    assert.deepEqual(await messages(), [
      { id: messageId, state: 'queued', error_code: 'E_MESSAGE_QUIET' },
    ])
    sms.assertNothingSent()
    await hand(MORNING)
    assert.deepEqual(await messages(), [{ id: messageId, state: 'sent', error_code: null }])
    assert.include(sms.sent[0].text, 'Price list')
  })

  test('hold an e-mail back whose mail server was away', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const { user } = await sleeper(workshop, {})
    const clock = (hours: number) => DateTime.now().setZone(ZONE).plus({ hours }).toFormat('HH:mm')
    const letter = {
      to: user.email,
      subject: 'Price list is finished',
      content: { organisation: 'Pune', heading: 'Finished', paragraphs: ['Look.'], footer: [] },
      uniqueKey: `test/${randomUUID()}`,
      quietFor: { userId: user.id, zone: ZONE },
    }
    const quietNow = { quiet: { from: clock(-2), to: clock(2) } }
    await user.merge({ notificationTimes: quietNow }).save()
    const before = new Set((await waiting()).map(({ id }) => id))
    await sendAccountMail(null, letter)
    assert.isEmpty(await mailsTo(user.email))

    const [{ id, later, payload }, ...others] = (await waiting()).filter(
      (job) => !before.has(job.id)
    )
    assert.deepEqual([later, others], [true, []])
    await awake(user)
    await db.rawQuery('delete from deployment_jobs where id = ?', [id])
    await deliverAccountMail.handle(deliverAccountMail.parse(payload), run())
    assert.lengthOf(await mailsTo(user.email), 1)
  })
})
