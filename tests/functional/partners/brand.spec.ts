import { test } from '@japa/runner'
import sharp from 'sharp'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import type User from '../../../app/identity/models/user.ts'
import { brandOf, mailSenderOf } from '../../../app/settings/brand.ts'
import { updatePartner } from '../../../app/partners/services/partners.ts'
import { brandOrganisation } from '../../../app/partners/services/organisation_brand.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { makePartner } from '../../helpers/partner.ts'

/** What a page of the organisation is dressed in. */
async function worn(client: ApiClient, workshop: Workshop) {
  const response = await client.get('/').loginAs(await workshop.user())
  return pageProps<{ brand: Record<string, string | null> }>(response).brand
}

const picture = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#2563eb' } })
    .png()
    .toBuffer()

async function sendLogo(client: ApiClient, user: User, path: string, body: Buffer) {
  return client
    .put(path)
    .loginAs(user)
    .withCsrfToken()
    .header('accept', 'application/json')
    .header('content-type', 'image/png')
    .setup((request) => {
      request.request.send(body)
    })
}

test.group('Brand', () => {
  test('an organisation wears its partner’s, part by part, until it has its own', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const [workshop, stranger] = [await partner.workshop(), await makeWorkshop()]
    const scope = await partner.scope()
    await updatePartner(scope, {
      name: partner.name,
      accent: '#2563EB',
      mailName: 'Garage Cloud',
      mailReplyTo: 'help@garage.example',
    })
    assert.equal((await worn(client, workshop)).accent, '#2563eb')
    assert.isNull((await worn(client, stranger)).accent)
    assert.deepEqual(await mailSenderOf(await workshop.scope()), {
      fromName: 'Garage Cloud',
      replyTo: { name: 'Garage Cloud', address: 'help@garage.example' },
    })
    assert.deepEqual(await mailSenderOf(await stranger.scope()), { fromName: 'Volt & Wheel' })

    await brandOrganisation(scope, workshop.organisationId, {
      accent: '#0f766e',
      mailName: 'Volt and Wheel Pune',
    })
    assert.equal((await worn(client, workshop)).accent, '#0f766e')
    assert.deepEqual(await mailSenderOf(await workshop.scope()), {
      fromName: 'Volt and Wheel Pune',
      replyTo: { name: 'Volt and Wheel Pune', address: 'help@garage.example' },
    })
    const branch = { name: 'Pune', address: 'pune@volt.example' }
    const ofBranch = await mailSenderOf(await workshop.scope(), branch)
    assert.deepEqual(ofBranch.replyTo, branch, 'customers answer the branch, not the partner')
    await brandOrganisation(scope, workshop.organisationId, { accent: null, mailName: '' })
    assert.equal((await worn(client, workshop)).accent, '#2563eb')
  })

  test('a colour that cannot be read is refused with the nearest that can', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const response = await client
      .put('/partner/brand')
      .loginAs(await partner.user())
      .withCsrfToken()
      .header('accept', 'application/json')
      .json({ name: partner.name, accent: '#facc15' })
    response.assertStatus(422)
    const [error] = response.body().errors as { field: string; message: string }[]
    assert.equal(error.field, 'accent')
    const { nearest } = response.body().meta as { nearest: string }
    assert.include(error.message, nearest)
    const again = await updatePartner(await partner.scope(), {
      name: partner.name,
      accent: nearest,
    })
    assert.equal(again.brand.accent, nearest)
  })

  test('what would smuggle a header into a mail is refused at its field', async ({ assert }) => {
    const partner = await makePartner()
    const scope = await partner.scope()
    const { name } = partner
    for (const [input, field] of [
      [{ mailName: 'A\r\nBcc: all@example.com' }, 'mailName'],
      [{ mailReplyTo: 'a@example.com, b@example.com' }, 'mailReplyTo'],
      [{ accent: '#fff;}' }, 'accent'],
    ] as const) {
      await updatePartner(scope, { name, ...input }).then(
        () => assert.fail(field),
        (error: { field: string }) => assert.equal(error.field, field)
      )
    }
  })

  test('the logo of the partner is worn and can be fetched; one of its own counts first', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const manager = await partner.user()
    ;(await sendLogo(client, manager, '/partner/logo', await picture())).assertStatus(200)
    const { logo } = await brandOf(await workshop.scope())
    assert.match(logo!, /^\/logos\/[0-9a-f]{64}\.png$/)
    const shown = await client.get(logo!)
    shown.assertStatus(200)
    shown.assertHeader('content-type', 'image/png')
    const path = `/partner/organisations/${workshop.organisationId}/logo`
    const own = await sharp(await picture())
      .rotate(90)
      .png()
      .toBuffer()
    ;(await sendLogo(client, manager, path, own)).assertStatus(200)
    const second = (await brandOf(await workshop.scope())).logo
    assert.notEqual(second, logo)
    const removed = await client.delete(path).loginAs(manager).withCsrfToken().redirects(0)
    removed.assertStatus(303)
    assert.equal((await brandOf(await workshop.scope())).logo, logo)
    const wrong = await sendLogo(client, manager, path, Buffer.from('<svg onload="x()"/>'))
    wrong.assertStatus(422)
  })
})
