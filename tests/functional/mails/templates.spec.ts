import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ModuleRegistry } from '@karkhana/kernel'
import { defineMail } from '@karkhana/kernel/module'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { lend } from '../../helpers/borrowed_manifest.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { putModule } from '../drivers/support.ts'

const API = '/api/v1/settings/message-templates'

interface Preview {
  id: string
  module: { id: string }
  rendered: { subject: string; html: string; text: string }
}

test.group('Templates of messages', () => {
  test('show every mail of every installed module with its sample', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const registry = await app.container.make(ModuleRegistry)
    const senders = registry.manifests().filter(({ mails }) => mails.length > 0)
    for (const { id } of senders) await putModule(workshop, id, 'enabled')
    const token = await workshop.token()
    const list = await client.get(API).bearerToken(token)
    list.assertStatus(200)
    const mails = (list.body() as { data: { id: string }[] }).data
    assert.includeMembers(
      mails.map(({ id }) => id),
      ['invoicing.invoice', 'jobcards.ready']
    )
    assert.lengthOf(mails, senders.flatMap((manifest) => manifest.mails).length)
    for (const { id } of mails) {
      const answer = await client.get(`${API}/${id}`).bearerToken(token)
      answer.assertStatus(200)
      const { rendered } = (answer.body() as { data: Preview }).data
      assert.isNotEmpty(rendered.subject, id)
      assert.include(rendered.html, '<html', id)
      assert.isNotEmpty(rendered.text.trim(), id)
    }
    const invoice = await client
      .get('/settings/message-templates/invoicing.invoice')
      .loginAs(await workshop.user())
    invoice.assertStatus(200)
    const { template: mail } = pageProps<{ template: Preview }>(invoice)
    assert.equal(mail.rendered.subject, 'Tax invoice MAIN/26-27/00042 from Volt & Wheel')
    assert.include(mail.rendered.text, '₹2,747.00')
  })

  test('are of the modules in use alone, each organisation for itself', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const show = async (workshop: typeof mine) =>
      client.get(`${API}/jobcards.ready`).bearerToken(await workshop.token())
    const ids = async (workshop: typeof mine) => {
      const list = await client.get(API).bearerToken(await workshop.token())
      return (list.body() as { data: { id: string }[] }).data.map(({ id }) => id)
    }
    for (const state of ['paused', 'archived'] as const) {
      await putModule(mine, 'jobcards', state)
      ;(await show(mine)).assertStatus(404)
      assert.notInclude(await ids(mine), 'jobcards.ready')
    }
    ;(await show(other)).assertStatus(200)
    await putModule(mine, 'jobcards', 'enabled')
    ;(await show(mine)).assertStatus(200)
  })

  test('are for those who may see the settings, and of mails that there are', async ({
    client,
  }) => {
    const workshop = await makeWorkshop()
    const ask = async (role: 'owner' | 'manager', path = '') =>
      client.get(`${API}${path}`).bearerToken(await workshop.token(role))
    ;(await ask('manager')).assertStatus(403)
    ;(await ask('manager', '/jobcards.ready')).assertStatus(403)
    ;(await ask('owner', '/jobcards.nothing')).assertStatus(404)
  })

  test('never let a text of the sample become markup', async ({ client, assert, cleanup }) => {
    const nasty = defineMail<{ name: string }>({
      id: 'vehicles.nasty',
      label: 'Nasty',
      content: ({ name }) => ({
        subject: `For ${name}`,
        organisation: name,
        heading: name,
        paragraphs: [name],
        footer: [],
      }),
      sample: { name: '<script>alert(1)</script>' },
    })
    const load = () => Promise.resolve({ default: nasty })
    cleanup(await lend('vehicles', { mails: [load] }))
    const workshop = await makeWorkshop()
    const answer = await client.get(`${API}/vehicles.nasty`).bearerToken(await workshop.token())
    const { rendered } = (answer.body() as { data: Preview }).data
    assert.notInclude(rendered.html, '<script>alert')
    assert.include(rendered.html, '&lt;script&gt;')
  })
})
