import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ModuleRegistry, printedLogo } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import sharp from 'sharp'
import { createBranch } from '../../../app/branches/branches.ts'

const LOGO = '/settings/organisation/logo'
const picture = (width = 800, height = 200, background = '#dc2626') =>
  sharp({ create: { width, height, channels: 4, background } })

/** Sends a file as a program does: it is the body of the request. */
async function send(workshop: Workshop, body: Uint8Array, path = LOGO) {
  const response = await fetch(`${process.env.APP_URL}/api/v1${path}`, {
    method: 'PUT',
    headers: { 'authorization': `Bearer ${await workshop.token()}`, 'content-type': 'image/png' },
    body: new Uint8Array(body),
  })
  const answer = (await response.json()) as { data?: { logo: string }; title?: string }
  return { status: response.status, ...answer }
}
const stored = (path: string) => fetch(`${process.env.APP_URL}${path}`)

async function secondBranch(workshop: Workshop) {
  const registry = await app.container.make(ModuleRegistry)
  return createBranch(await workshop.scope(), registry, {
    code: 'HIN',
    name: 'Hinjawadi',
    addressLine1: '4 Phase One',
    city: 'Pune',
    postalCode: '411057',
    stateCode: '27',
  })
}

test.group('A logo', () => {
  test('is drawn anew as a small PNG without what the file told about its maker', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const file = await picture(1200, 600)
      .withExif({ IFD0: { Artist: 'Somebody', Copyright: 'GPS 18.5' } })
      .jpeg()
      .toBuffer()
    const { status, data } = await send(workshop, file)
    assert.equal(status, 200)
    assert.match(data!.logo, /^\/logos\/[0-9a-f]{64}\.png$/)
    const content = Buffer.from(await (await stored(data!.logo)).arrayBuffer())
    const { format, width, height, exif } = await sharp(content).metadata()
    assert.deepEqual(
      { format, width, height, exif },
      {
        format: 'png',
        width: 512,
        height: 256,
        exif: undefined,
      }
    )
  })

  test('is shown to everybody who has its address, for ever, as a picture and nothing else', async ({
    assert,
  }) => {
    const { data } = await send(await makeWorkshop(), await picture().png().toBuffer())
    const response = await stored(data!.logo)
    assert.equal(response.headers.get('content-type'), 'image/png')
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.isNull(response.headers.get('set-cookie'))
    for (const other of ['0'.repeat(64) + '.png', '../secret.png', 'x.png', "' or 1=1.png"]) {
      assert.equal((await stored(`/logos/${encodeURIComponent(other)}`)).status, 404, other)
    }
  })

  test('that was replaced keeps its address, that was removed loses it', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const first = await send(workshop, await picture(90, 91).png().toBuffer())
    const second = await send(workshop, await picture(91, 90).png().toBuffer())
    assert.equal((await stored(first.data!.logo)).status, 200)
    const answer = await client.delete(`/api/v1${LOGO}`).bearerToken(await workshop.token())
    answer.assertStatus(200)
    assert.equal((await stored(first.data!.logo)).status, 404)
    assert.equal((await stored(second.data!.logo)).status, 404)
    assert.isNull((await workshop.scope()).organisation.logo)
  })

  test('of one organisation stays when another removes the same picture', async ({
    assert,
    client,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const file = await picture(77, 78).png().toBuffer()
    const [{ data }] = [await send(mine, file), await send(other, file)]
    await client.delete(`/api/v1${LOGO}`).bearerToken(await other.token())
    assert.equal((await stored(data!.logo)).status, 200)
  })

  test('of the branch is printed, else that of the organisation', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const branch = await secondBranch(workshop)
    const scope = await workshop.scope()
    assert.isUndefined(await printedLogo(scope, branch.id))
    await send(workshop, await picture(60, 20, '#000').png().toBuffer())
    const common = await printedLogo(scope, branch.id)
    assert.match(common!, /^data:image\/png;base64,/)
    const file = await picture(60, 20, '#fff').png().toBuffer()
    await send(workshop, file, `/settings/branches/${branch.id}/logo`)
    assert.notEqual(await printedLogo(scope, branch.id), common)
    assert.equal(await printedLogo(scope, scope.branch.id), common)
  })

  test('of another organisation’s branch cannot be set', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { id } = (await other.scope()).branch
    const file = await picture().png().toBuffer()
    const answer = await send(mine, file, `/settings/branches/${id}/logo`)
    assert.equal(answer.status, 404)
  })
})

test.group('A file that is no logo', () => {
  const HOSTILE: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
    'a program that was renamed': () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(4000)]),
    'an SVG with a script': () =>
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    'HTML behind the first bytes of a PNG': () =>
      Buffer.from('\x89PNG\r\n\x1a\n<script>alert(1)</script>', 'latin1'),
    'a truncated JPEG': async () => (await picture().jpeg().toBuffer()).subarray(0, 700),
    'a truncated PNG': async () => {
      const file = await picture(300, 300).png({ compressionLevel: 0 }).toBuffer()
      return file.subarray(0, file.length >> 1)
    },
    'a GIF': () => picture(20, 20).gif().toBuffer(),
    'nothing': () => Buffer.alloc(0),
  }

  for (const [name, make] of Object.entries(HOSTILE)) {
    test(`${name} is refused and changes nothing`, async ({ assert }) => {
      const workshop = await makeWorkshop()
      const answer = await send(workshop, await make())
      assert.equal(answer.status, 422)
      assert.match(answer.title!, /no PNG, JPEG or WebP|cannot be read/)
      assert.isNull((await workshop.scope()).organisation.logo)
    })
  }

  test('a picture of 20,000 × 20,000 pixels is refused before it fills the memory', async ({
    assert,
  }) => {
    const file = await sharp({
      create: { width: 20_000, height: 20_000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer()
    const before = process.memoryUsage().rss
    const answer = await send(await makeWorkshop(), file)
    assert.equal(answer.status, 422)
    assert.equal(answer.title, 'The picture has 20000 × 20000 pixels.')
    assert.isBelow(process.memoryUsage().rss - before, 200 * 1024 * 1024)
  }).timeout(60_000)

  test('a file of more than 2 MB is refused', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const answer = await send(workshop, Buffer.alloc(2 * 1024 * 1024 + 1, 1))
    assert.equal(answer.status, 422)
    assert.equal(answer.title, 'The picture is larger than 2 MB.')
  })

  test('and nobody without the permission sets a logo', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const response = await fetch(`${process.env.APP_URL}/api/v1${LOGO}`, {
      method: 'PUT',
      headers: {
        'authorization': `Bearer ${await workshop.token('manager')}`,
        'content-type': 'image/png',
      },
      body: new Uint8Array(await picture().png().toBuffer()),
    })
    assert.equal(response.status, 403)
  })
})
