import { randomUUID } from 'node:crypto'
import type { TestContext } from '@japa/runner/core'
import { test } from '@japa/runner'
import { withClient } from '../../../bin/postgres/connection.ts'
import { assertAppRole, ensureRoles } from '../../../bin/postgres/roles.ts'
import { cloneTestDatabase } from '../../../bin/testing/database.ts'

/** A role for one test on the server of the tests; `url` connects it to a database of its own. */
async function makeRole(context: TestContext, attributes: string) {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = process.env.TEST_ADMIN_URL!
  const database = await cloneTestDatabase()
  await withClient(admin, (client) =>
    client.query(`create role ${name} login password 'secret' ${attributes}`)
  )
  context.cleanup(async () => {
    await database.drop()
    await withClient(admin, (client) => client.query(`drop role if exists ${name}`))
  })
  const url = new URL(database.ownerUrl)
  url.username = name
  url.password = 'secret'
  return { name, url: url.href }
}

test.group('Roles on a server of one’s own', () => {
  test('the owner makes the role of the application when it may', async (context) => {
    const owner = await makeRole(context, 'createrole')
    const role = `${owner.name}_app`
    const appUrl = await ensureRoles(owner.url, { role, password: 'first & last' })
    context.cleanup(() =>
      withClient(process.env.TEST_ADMIN_URL!, async (client) => {
        await client.query(`drop role ${role}`)
      })
    )
    const { rows } = await withClient(appUrl, (client) =>
      client.query(
        'select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user'
      )
    )
    context.assert.deepEqual(rows, [
      { rolname: role, rolsuper: false, rolbypassrls: false, rolcreaterole: false },
    ])
  })

  test('an owner that may not is told what a superuser has to run', async (context) => {
    const owner = await makeRole(context, 'nocreaterole')
    await context.assert.rejects(
      () => ensureRoles(owner.url, { role: `${owner.name}_app`, password: 'x' }),
      /may not make the application's role\. As a superuser run: create role "test_\w+_app" login password/
    )
  })

  test('a role that can bypass row-level security is refused', async (context) => {
    const { url } = await makeRole(context, 'bypassrls')
    await context.assert.rejects(
      () => assertAppRole(url),
      /can bypass row-level security.* Run: alter role "test_\w+" nosuperuser nobypassrls$/
    )
  })

  test('a wrong password and a missing database are named', async (context) => {
    const { url } = await makeRole(context, 'nobypassrls')
    await context.assert.rejects(
      () => assertAppRole(url.replace(':secret@', ':wrong@')),
      /refused the login.*Check user and password/
    )
    const elsewhere = new URL(url)
    elsewhere.pathname = '/nowhere'
    await context.assert.rejects(
      () => assertAppRole(elsewhere.href),
      /There is no database "nowhere".* Make it with: createdb nowhere/
    )
  })
})
