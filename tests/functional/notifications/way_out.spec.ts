import { test } from '@japa/runner'
import { notifyMembers } from '@karkhana/kernel'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { DateTime } from 'luxon'
import mailNotifications from '../../../app/notifications/jobs/mail_notifications.ts'
import { quietRun } from '../../../app/jobs/run.ts'
import { deliverAccountMails } from '../../helpers/mail.ts'
import { Visitor } from '../../helpers/visitor.ts'
import { answering } from '../messages/support.ts'

test.group('The way out of mails about what happens', () => {
  test('is one click of a mail program, or a press on its page; looking at it changes nothing', async ({
    assert,
    client,
    cleanup,
  }) => {
    const received = await answering(() => null, cleanup)
    const workshop = await makeWorkshop()
    const { user, membership } = await workshop.member('technician')
    const visitor = new Visitor()
    await visitor.signIn(user.email, TEST_PASSWORD)
    const choose = (mail: string) =>
      visitor.change('PUT', '/account/notifications', {
        wanted: {},
        reasons: { finished: { inbox: true, mail } },
      })
    const mailOf = async () => {
      const { props } = await visitor.get('/account/notifications')
      const reasons = props.reasons as { id: string; mail: string }[]
      return reasons.find(({ id }) => id === 'finished')!.mail
    }
    await choose('soon')
    const scope = await workshop.scope()
    await scope.work((unit) =>
      notifyMembers(unit, {
        reason: 'finished',
        members: [membership.id],
        title: 'Stocktaking',
        href: '/inbox',
      })
    )
    const later = scope.with({ now: () => DateTime.utc().plus({ hours: 1 }) })
    await mailNotifications.handle(
      later,
      { memberId: membership.id },
      quietRun({ id: crypto.randomUUID(), attempt: 1 })
    )
    await deliverAccountMails()
    const { raw } = received.find(({ to }) => to === user.email)!
    assert.match(raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    const [, address] = /^List-Unsubscribe:\s+<([^>]+)>/m.exec(raw)!
    const { pathname } = new URL(address)
    const page = pathname.replace('/api/', '/')
    const forged = pathname.replace(/.$/, (last) => (last === 'a' ? 'q' : 'a'))

    ;(await client.get(pathname).redirects(0)).assertStatus(302)
    assert.equal((await visitor.get(page)).props.email, user.email)
    ;(await client.post(forged)).assertStatus(404)
    assert.equal(await mailOf(), 'soon')
    ;(await client.post(pathname)).assertStatus(204)
    ;(await client.post(pathname)).assertStatus(204)
    assert.equal(await mailOf(), 'off')
    await choose('digest')
    assert.equal(await mailOf(), 'digest', 'what is chosen afterwards counts')
    await visitor.submit(page)
    assert.equal(await mailOf(), 'off')
  })
})
