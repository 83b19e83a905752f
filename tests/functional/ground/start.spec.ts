import net from 'node:net'
import type { TestContext } from '@japa/runner/core'
import { test } from '@japa/runner'
import { portHolder } from '../../../bin/port.ts'
import { launch } from './launcher.ts'

/** A program that listens on a free port. */
async function listener(context: TestContext): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  context.cleanup(() => void server.close())
  return (server.address() as net.AddressInfo).port
}

test.group('npm start', () => {
  test('names the port that is taken and how to choose another', async (context) => {
    const port = await listener(context)
    const launcher = launch(context, ['bin/start.mjs'], { PORT: String(port) })
    context.assert.equal(await launcher.ended(), 1)
    const line = new RegExp(
      `^Port ${port} is taken.* Stop that program, or choose another port: PORT=${port + 1} npm start\n$`
    )
    context.assert.match(launcher.output, line)
  })

  test('knows which process holds a port', async (context) => {
    const port = await listener(context)
    context.assert.include(portHolder(port), `process ${process.pid} `)
  }).skip(process.platform !== 'linux', 'Read from /proc')

  test('refuses a port that is none', async (context) => {
    const launcher = launch(context, ['bin/start.mjs'], { PORT: 'eighty' })
    context.assert.equal(await launcher.ended(), 1)
    context.assert.match(launcher.output, /^PORT is "eighty", which is no port\..*\n$/)
  })
})

test.group('Production', () => {
  const strong = {
    NODE_ENV: 'production',
    APP_KEY: 'p0Xk3m1QvN8sYt7RbLzE2wJ6uHcG4dFa',
    APP_URL: 'https://erp.workshop.in',
    DATABASE_URL: 'postgres://owner:Zk4-9x@127.0.0.1:1/karkhana',
    DATABASE_APP_URL: 'postgres://app:Qm7-2w@127.0.0.1:1/karkhana',
  }

  test('does not start without {name}')
    .with([
      { name: 'APP_KEY' },
      { name: 'APP_URL' },
      { name: 'DATABASE_URL' },
      { name: 'DATABASE_APP_URL' },
    ])
    .run(async (context, { name }) => {
      const launcher = launch(context, ['bin/server.ts'], { ...strong, [name]: '' })
      context.assert.equal(await launcher.ended(), 1)
      context.assert.match(launcher.output, new RegExp(`^${name} is not set\\. .+\n$`))
    })

  test('says that its database cannot be reached', async (context) => {
    const launcher = launch(context, ['bin/server.ts'], { ...strong, PORT: '0' })
    context.assert.equal(await launcher.ended(), 1)
    context.assert.match(
      launcher.output,
      /^PostgreSQL at 127\.0\.0\.1:1 cannot be reached .*Start it, or correct DATABASE_URL\.\n$/
    )
  })
})
