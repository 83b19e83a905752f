import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { absoluteUrl } from '../../../app/http/absolute_url.ts'
import { sendAccountMail, type AccountMail } from '../../../app/identity/mails/send_account_mail.ts'
import { mailsTo, mailTo } from '../../helpers/mail.ts'
import { startWorker } from '../../helpers/worker.ts'

function letter(changes: Partial<AccountMail> = {}): AccountMail {
  const key = randomUUID()
  return {
    to: `asha-${key}@example.com`,
    subject: 'Your link',
    content: {
      organisation: 'Karkhana',
      heading: 'Your link',
      paragraphs: ['Open it to go on.'],
      button: { label: 'Open', href: absoluteUrl(`/verify/${key}`) },
      footer: ['You asked for this.'],
    },
    uniqueKey: `test/${key}`,
    ...changes,
  }
}

test.group('A mail about an account', () => {
  test('goes out when its transaction commits, and not otherwise', async ({ assert }) => {
    const [kept, undone] = [letter(), letter()]
    await db.transaction((trx) => sendAccountMail(trx, kept))
    await assert.rejects(() =>
      db.transaction(async (trx) => {
        await sendAccountMail(trx, undone)
        throw new Error('the work fails')
      })
    )
    const mail = await mailTo(kept.to)
    assert.equal(mail.path, new URL(kept.content.button!.href).pathname)
    assert.include(mail.from, 'Karkhana')
    assert.lengthOf(await mailsTo(undone.to), 0)
  })

  test('goes out once, however often it is asked for', async ({ assert }) => {
    const mail = letter()
    await sendAccountMail(null, mail)
    await sendAccountMail(null, mail)
    assert.lengthOf(await mailsTo(mail.to), 1)
    await sendAccountMail(null, mail)
    assert.lengthOf(await mailsTo(mail.to), 1)
  })

  test('is not sent any more when its link has run out', async ({ assert }) => {
    const [late, timely] = [
      letter({ validUntil: new Date(Date.now() - 1000) }),
      letter({ validUntil: new Date(Date.now() + 60_000) }),
    ]
    await sendAccountMail(null, late)
    await sendAccountMail(null, timely)
    assert.lengthOf(await mailsTo(late.to), 0)
    assert.lengthOf(await mailsTo(timely.to), 1)
  })

  test('waits unreadable: neither address nor link stand in the queue', async ({ assert }) => {
    const mail = letter()
    await sendAccountMail(null, mail)
    const { rows } = await db.rawQuery(
      `select count(*)::int as waiting, bool_or(data::text like ?) as address,
              bool_or(data::text like ?) as link
         from pgboss.job where data ->> 'job' = 'kernel.deliver_account_mail'`,
      [`%${mail.to}%`, `%${new URL(mail.content.button!.href).pathname}%`]
    )
    assert.isAbove(rows[0].waiting, 0)
    assert.containsSubset(rows[0], { address: false, link: false })
    assert.lengthOf(await mailsTo(mail.to), 1)
  })

  test('is delivered by the worker of the deployment', async ({ assert, cleanup }) => {
    const worker = await startWorker()
    cleanup(() => worker.stop())
    const mail = letter()
    await sendAccountMail(null, mail)
    await worker.done('kernel.deliver_account_mail')
    assert.equal((await mailTo(mail.to)).subject, 'Your link')
  })
})
