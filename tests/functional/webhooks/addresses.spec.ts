import { test } from '@japa/runner'
import http from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { deliveredWebhooks, makeWorkshop, receiveWebhooks } from '@karkhana/kernel/testing'
import { checkedUrl, isPublicAddress, resolver } from '../../../app/webhooks/addresses.ts'
import { createEndpoint } from '../../../app/webhooks/endpoints.ts'
import { post } from '../../../app/webhooks/post.ts'
import { deliver } from '../../helpers/events.ts'

/** Addresses that lead inside, in every spelling that a URL knows. */
const INSIDE = [
  'http://127.0.0.1/',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://0x7f000001/',
  'https://2130706433/',
  'https://0177.0.0.1/',
  'https://localhost/',
  'https://localhost./',
  'https://0.0.0.0/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://10.0.0.1/',
  'https://10.255.255.255/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://100.64.0.1/',
  'https://100.100.100.200/',
  'https://192.0.0.192/',
  'https://198.18.0.1/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
]

/** Bytes of servers that are none, or want to be another kind of one. */
const ODD_ANSWERS = [
  [
    'change to another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
    'The answer was 101.',
  ],
  ['break off', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc', 'The connection was cut.'],
  ['only promise one', 'HTTP/1.1 100 Continue\r\n\r\n', 'The connection was cut.'],
] as const

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: { code?: string; field?: string }) => `${error.code} ${error.field}`
  )

test.group('Addresses of webhooks', (group) => {
  group.each.setup(() => {
    const { lookup } = resolver
    return () => {
      resolver.lookup = lookup
      delete process.env.WEBHOOKS_ALLOW_LOOPBACK
    }
  })

  test('that lead inside are refused when they are saved', async ({ assert }) => {
    const registry = await app.container.make(ModuleRegistry)
    const scope = await (await makeWorkshop()).scope()
    for (const url of INSIDE) {
      const saving = createEndpoint(scope, registry, { url, events: ['job.delivered'] })
      assert.equal(await codeOf(saving), 'E_WEBHOOK_ADDRESS url', url)
    }
  })

  test('that lead inside are refused when a message is sent, whatever was saved', async ({
    assert,
  }) => {
    for (const url of INSIDE) {
      const { status, error } = await post(url, {}, '{}')
      assert.isNull(status, url)
      // Whether `localhost.` is a name at all is up to the machine.
      assert.match(error!, /is not on the public internet|Nobody knows the name localhost\./, url)
    }
  })

  test('are public, encrypted and without a password', async ({ assert }) => {
    resolver.lookup = async () => [{ address: '93.184.216.34', family: 4 }]
    assert.equal((await checkedUrl('https://example.com/hook')).href, 'https://example.com/hook')
    for (const url of [
      'http://example.com/hook',
      'https://user:secret@example.com/hook',
      'ftp://example.com/hook',
      'example.com/hook',
      '',
    ]) {
      assert.equal(await codeOf(checkedUrl(url)), 'E_WEBHOOK_ADDRESS url', url)
    }
    assert.isTrue(isPublicAddress('93.184.216.34'))
    assert.isTrue(isPublicAddress('2606:2800:220:1:248:1893:25c8:1946'))
    assert.isFalse(isPublicAddress('example.com'))
  })

  test('by a name that leads inside are refused, also when only one of its addresses does', async ({
    assert,
  }) => {
    for (const address of ['10.1.2.3', '169.254.169.254', '127.0.0.1']) {
      resolver.lookup = async () => [
        { address: '93.184.216.34', family: 4 },
        { address, family: 4 },
      ]
      assert.equal(await codeOf(checkedUrl('https://inside.example/')), 'E_WEBHOOK_ADDRESS url')
      assert.match((await post('https://inside.example/', {}, '{}')).error!, /not on the public/)
    }
    resolver.lookup = async () => {
      throw new Error('ENOTFOUND')
    }
    assert.equal(await codeOf(checkedUrl('https://nobody.example/')), 'E_WEBHOOK_ADDRESS url')
  })

  test('by a name that leads inside after it was saved send nothing there', async ({ assert }) => {
    process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
    const receiver = await receiveWebhooks()
    const { port } = new URL(receiver.url)
    const registry = await app.container.make(ModuleRegistry)
    const scope = await (await makeWorkshop()).scope()
    resolver.lookup = async () => [{ address: '93.184.216.34', family: 4 }]
    const url = `https://rebound.example:${port}/`
    await createEndpoint(scope, registry, { url, events: ['job.delivered'] })
    process.env.WEBHOOKS_ALLOW_LOOPBACK = 'false'
    resolver.lookup = async () => [{ address: '127.0.0.1', family: 4 }]
    await deliver(scope, '1')
    const [message] = await deliveredWebhooks(scope)
    await receiver.stop()
    assert.equal(message.state, 'failed')
    assert.match(message.error!, /rebound\.example is not on the public internet/)
    assert.isEmpty(receiver.received)
  })

  test('are looked up once: the connection goes to what was checked', async ({ assert }) => {
    process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
    const receiver = await receiveWebhooks()
    const { port } = new URL(receiver.url)
    let asked = 0
    // A name that answers differently the second time.
    resolver.lookup = async () =>
      ++asked === 1 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '10.0.0.1', family: 4 }]
    const { status } = await post(`http://twice.example:${port}/`, {}, '{}')
    await receiver.stop()
    assert.equal(status, 204)
    assert.equal(asked, 1)
    assert.equal(receiver.received[0].headers.host, `twice.example:${port}`)
  })

  test('that redirect inside are not followed', async ({ assert }) => {
    process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
    const [inside, outside] = [await receiveWebhooks(), await receiveWebhooks()]
    outside.answer(302, 'moved', { location: inside.url })
    const answer = await post(outside.url, {}, '{}')
    await inside.stop()
    await outside.stop()
    assert.containsSubset(answer, { status: 302, snippet: 'moved' })
    assert.match(answer.error!, /a redirect; redirects are not followed/)
    assert.isEmpty(inside.received)
  })

  test('of this machine are never allowed in production', async ({ assert }) => {
    const { NODE_ENV } = process.env
    try {
      Object.assign(process.env, { NODE_ENV: 'production', WEBHOOKS_ALLOW_LOOPBACK: 'true' })
      assert.isFalse(isPublicAddress('127.0.0.1'))
      assert.isFalse(isPublicAddress('::1'))
    } finally {
      process.env.NODE_ENV = NODE_ENV
    }
  })

  for (const [what, bytes, error] of ODD_ANSWERS) {
    test(`that ${what} are no answer, and keep nobody waiting`, async ({ assert, cleanup }) => {
      process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
      const server = createServer((socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () => socket.end(bytes))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      cleanup(() => new Promise<void>((resolve) => server.close(() => resolve())))
      const { port } = server.address() as AddressInfo
      assert.equal((await post(`http://127.0.0.1:${port}/`, {}, '{}')).error, error)
    })
  }

  test('whose answer never ends is read no further than 16 KB', async ({ assert }) => {
    process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
    let sent = 0
    const server = http.createServer((_, response) => {
      response.on('error', () => undefined)
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(4_096))) sent += 4_096
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const answer = await post(`http://127.0.0.1:${port}/`, {}, '{}')
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    assert.equal(answer.status, 200)
    assert.equal(answer.snippet!.length, 500)
    assert.isBelow(sent, 50_000_000)
  })
})
