import { test } from '@japa/runner'
import { bounceOf } from '../../../app/messages/bounces.ts'
import { NEXT_STATES, statesBefore } from '../../../app/messages/states.ts'
import { MailRefusedError, MailTransientError } from '../../../app/mail/errors.ts'

const answer = (responseCode: number, response: string, command = 'RCPT TO') =>
  new MailRefusedError(
    response,
    Object.assign(new Error(response), { responseCode, response, command })
  )

test.group('States of a message', () => {
  test('never lead from sent back to the way', ({ assert }) => {
    const reached = new Set<string>(['sent'])
    for (const state of reached) {
      for (const next of NEXT_STATES[state as keyof typeof NEXT_STATES]) reached.add(next)
    }
    assert.notInclude([...reached], 'queued')
    assert.sameMembers(statesBefore('queued'), ['failed', 'suppressed'])
    assert.sameMembers(statesBefore('bounced'), ['queued', 'sent', 'delivered'])
  })

  test('tell an address that does not exist from one that is full: {what}')
    .with([
      { what: 'no such user', error: answer(550, '550 5.1.1 No such user'), hard: true },
      { what: 'no such domain', error: answer(550, '550 5.1.2 Host unknown'), hard: true },
      { what: 'switched off', error: answer(550, '550 5.2.1 Disabled'), hard: true },
      { what: 'full', error: answer(552, '552 5.2.2 Mailbox full'), hard: false },
      { what: 'a policy', error: answer(550, '550 5.7.1 Spam'), hard: false },
      { what: 'a plain 550', error: answer(550, '550 no'), hard: true },
      { what: 'a plain 554', error: answer(554, '554 no'), hard: false },
    ])
    .run(({ assert }, { error, hard }) => assert.equal(bounceOf(error)?.hard, hard))

  test('are no bounce when the server refuses the sender or the words', ({ assert }) => {
    assert.isNull(bounceOf(answer(550, '550 5.7.1 Sender', 'MAIL FROM')))
    assert.isNull(bounceOf(answer(554, '554 Content', 'DATA')))
    assert.isNull(bounceOf(new MailTransientError('busy')))
    assert.isNull(bounceOf(new MailRefusedError('no reason', null)))
  })
})
