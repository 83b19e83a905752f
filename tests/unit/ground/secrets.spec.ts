import fs from 'node:fs'
import path from 'node:path'
import { test } from '@japa/runner'
import { assertProductionSecrets, developmentSecrets } from '../../../bin/secrets.ts'
import { temporaryFolder } from './temporary_folder.ts'

const GOOD = {
  APP_KEY: 'p0Xk3m1QvN8sYt7RbLzE2wJ6uHcG4dFa',
  APP_URL: 'https://erp.workshop.in',
  DATABASE_URL: 'postgres://owner:Zk4-9x@db/karkhana',
  DATABASE_APP_URL: 'postgres://app:Qm7-2w@db/karkhana',
}

test.group('Secrets of a checkout', () => {
  test('are made once, are long, differ, and only their owner may read them', (context) => {
    const { assert } = context
    const folder = path.join(temporaryFolder(context), 'storage')
    const first = developmentSecrets(folder)
    assert.deepEqual(developmentSecrets(folder), first)
    assert.lengthOf(new Set(Object.values(first)), 4)
    for (const secret of Object.values(first)) assert.isAtLeast(secret.length, 32)
    assert.equal(fs.statSync(path.join(folder, 'secrets.json')).mode & 0o777, 0o600)
  })

  test('keep what is known when a new one is added', (context) => {
    const folder = temporaryFolder(context, { 'secrets.json': '{"appKey":"kept"}' })
    const secrets = developmentSecrets(folder)
    context.assert.equal(secrets.appKey, 'kept')
    context.assert.isString(secrets.databaseApp)
  })

  test('are not replaced when the file is damaged', (context) => {
    const folder = temporaryFolder(context, { 'secrets.json': '{"appKey":' })
    context.assert.throws(() => developmentSecrets(folder), /secrets\.json is damaged\. Restore it/)
    context.assert.equal(fs.readFileSync(path.join(folder, 'secrets.json'), 'utf8'), '{"appKey":')
  })
})

test.group('Secrets in production', () => {
  test('are accepted when they are there and strong', ({ assert }) => {
    assert.doesNotThrow(() => assertProductionSecrets(GOOD))
  })

  test('{name} = "{value}" stops the boot and names itself')
    .with([
      { name: 'APP_KEY', value: undefined, reason: /^APP_KEY is not set\. Make one with: node -e/ },
      { name: 'APP_KEY', value: 'short', reason: /^APP_KEY is weak/ },
      { name: 'APP_KEY', value: 'a'.repeat(40), reason: /^APP_KEY is weak/ },
      {
        name: 'APP_KEY',
        value: 'change-me-to-a-long-random-string',
        reason: /^APP_KEY is the placeholder/,
      },
      { name: 'APP_URL', value: undefined, reason: /^APP_URL is not set/ },
      { name: 'DATABASE_URL', value: undefined, reason: /^DATABASE_URL is not set/ },
      {
        name: 'DATABASE_URL',
        value: 'mysql://a:b@c/d',
        reason: /^DATABASE_URL is not a PostgreSQL URL/,
      },
      { name: 'DATABASE_APP_URL', value: undefined, reason: /^DATABASE_APP_URL is not set/ },
      {
        name: 'DATABASE_APP_URL',
        value: 'postgres://app:change-me@db/karkhana',
        reason: /^DATABASE_APP_URL has the placeholder password/,
      },
    ])
    .run(({ assert }, { name, value, reason }) => {
      assert.throws(() => assertProductionSecrets({ ...GOOD, [name]: value }), reason)
    })

  test('a value copied from .env.example is a placeholder whatever it looks like', ({ assert }) => {
    assert.throws(
      () => assertProductionSecrets(GOOD, { APP_KEY: GOOD.APP_KEY }),
      /^APP_KEY is the placeholder of \.env\.example/
    )
  })

  test('messages never show the secret', ({ assert }) => {
    assert.throws(
      () => assertProductionSecrets({ ...GOOD, APP_KEY: 'hunter2hunter2' }),
      /^(?!.*hunter2).*$/s
    )
  })
})
