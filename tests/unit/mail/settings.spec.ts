import { test } from '@japa/runner'
import { parseSender, smtpOptions } from '../../../app/mail/main.ts'

test.group('Mail settings', () => {
  test('reads the sender with and without a name', ({ assert }) => {
    const address = 'no-reply@erp.example'
    assert.deepEqual(parseSender('Karkhana <no-reply@erp.example>'), { name: 'Karkhana', address })
    assert.deepEqual(parseSender('"Volt & Wheel" <no-reply@erp.example>'), {
      name: 'Volt & Wheel',
      address,
    })
    assert.deepEqual(parseSender(' no-reply@erp.example '), { name: '', address })
    assert.throws(() => parseSender('Karkhana'), /MAIL_FROM is "Karkhana"/)
  })

  test('a password never travels unencrypted to another machine', ({ assert }) => {
    const login = { username: 'u', password: 'p' }
    assert.include(smtpOptions({ host: 'smtp.example', ...login }), {
      port: 587,
      secure: false,
      requireTLS: true,
    })
    assert.include(smtpOptions({ host: 'smtp.example', port: 465, ...login }), { secure: true })
    assert.include(smtpOptions({ host: '127.0.0.1', port: 1025, ...login }), { requireTLS: false })
  })
})
