import { test } from '@japa/runner'
import { configProvider } from '@adonisjs/core'
import { EncryptionManager } from '@adonisjs/core/encryption'
import { Secret } from '@adonisjs/core/helpers'
import app from '@adonisjs/core/services/app'
import { randomBytes } from 'node:crypto'
import env from '../../../start/env.ts'

const newKey = () => randomBytes(32).toString('base64url')
let loads = 0

/** What signs and encrypts cookies in a process that starts with these keys. */
async function cookiesUnder(key: string, previous: string) {
  const before = [env.get('APP_KEY'), env.get('APP_KEY_PREVIOUS')] as const
  const { APP_KEY, APP_KEY_PREVIOUS = '' } = process.env
  try {
    env.set('APP_KEY', new Secret(key))
    env.set('APP_KEY_PREVIOUS', new Secret(previous))
    const { default: config } = await import(`../../../config/encryption.ts?load=${++loads}`)
    const resolved = await configProvider.resolve<
      ConstructorParameters<typeof EncryptionManager>[0]
    >(app, config)
    return new EncryptionManager(resolved!).use()
  } finally {
    env.set('APP_KEY', before[0])
    env.set('APP_KEY_PREVIOUS', before[1])
    // `env.set` writes there too, and a Secret as text is not the key.
    Object.assign(process.env, { APP_KEY, APP_KEY_PREVIOUS })
  }
}

test.group('Cookies after a change of APP_KEY', () => {
  test('stay good while the former key is named, and no longer', async ({ assert }) => {
    const [former, present] = [newKey(), newKey()]
    const old = await cookiesUnder(former, '')
    const sealed = old.encrypt('session-4711', undefined, 'karkhana_session')
    const signed = old.getMessageVerifier().sign('session-4711', undefined, 'karkhana_session')

    const between = await cookiesUnder(present, `${newKey()}, ${former}`)
    assert.equal(between.decrypt(sealed, 'karkhana_session'), 'session-4711')
    assert.equal(between.getMessageVerifier().unsign(signed, 'karkhana_session'), 'session-4711')
    const fresh = between.encrypt('session-4712', undefined, 'karkhana_session')

    const after = await cookiesUnder(present, '')
    assert.isNull(after.decrypt(sealed, 'karkhana_session'))
    assert.isNull(after.getMessageVerifier().unsign(signed, 'karkhana_session'))
    assert.equal(after.decrypt(fresh, 'karkhana_session'), 'session-4712')
  })
})
