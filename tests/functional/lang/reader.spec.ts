import { test } from '@japa/runner'
import { labelIn } from '../../../app/lang/translate.ts'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { pageProps } from '../../helpers/page_props.ts'
import { Program } from '../../helpers/program.ts'

const NOWHERE = '00000000-0000-4000-8000-000000000000'

interface Shared {
  language: string
  menu: { id: string; label: string; section: string; createLabel?: string }[]
  roleName: string
}

interface ListProps {
  list: { filters: { key: string; options: { label: string }[] }[] }
}

test.group('The language of the reader', () => {
  test('is that of menus and lists; the names that people gave stay', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user('manager')
    await user.merge({ locale: 'hi-IN', name: 'Open' }).save()
    const page = await client.get('/tickets').loginAs(user)
    const { menu, roleName } = pageProps<Shared>(page)
    const tickets = menu.find(({ id }) => id === 'tickets.tickets')!
    assert.containSubset(tickets, { label: 'टिकट', createLabel: 'नया टिकट', section: 'Workshop' })
    assert.equal(roleName, 'मैनेजर')
    const { list } = pageProps<ListProps>(page)
    const options = (key: string) =>
      list.filters.find((filter) => filter.key === key)!.options.map(({ label }) => label)
    assert.include(options('status'), 'काम चालू')
    assert.includeMembers(options('assignee'), ['कोई नहीं', 'Open'])
  })

  test('is that of the pages about oneself', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user('manager')
    await user.merge({ locale: 'hi-IN' }).save()
    const page = await client.get('/account/notifications').loginAs(user)
    const { menu, roleName, kinds } = pageProps<Shared & { kinds: { label: string }[] }>(page)
    assert.equal(menu.find(({ id }) => id === 'tickets.tickets')!.label, 'टिकट')
    assert.equal(roleName, 'मैनेजर')
    for (const { label } of kinds) assert.match(label, /\p{Script=Devanagari}/u)
  })

  test('is that of what is wrong with a form, and of the outcome', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    await user.merge({ locale: 'hi-IN' }).save()
    const send = (name: string) =>
      client
        .put('/account')
        .json({ name, locale: 'hi-IN' })
        .loginAs(user)
        .withCsrfToken()
        .redirects(0)
    const refused = await send('')
    assert.match(JSON.stringify(refused.flashMessage('inputErrorsBag')), /यह ख़ाली है। कृपया भरें।/)
    const saved = await send('Asha Kulkarni')
    assert.equal(saved.flashMessage('success'), 'प्रोफ़ाइल सेव हो गई।')
  })

  test('is chosen by the person, and is English for programs', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    const choose = (locale: string) =>
      client.put('/account/language').json({ locale }).loginAs(user).withCsrfToken().redirects(0)
    assert.equal((await choose('hi-IN')).status(), 303)
    await user.refresh()
    assert.equal(user.locale, 'hi-IN')
    const unknown = await choose('ta-IN')
    assert.isNotEmpty(unknown.flashMessage('inputErrorsBag'))
    await user.refresh()
    assert.equal(user.locale, 'hi-IN')
    const answer = await new Program(client, await workshop.token()).ask(
      'GET',
      `/tickets/${NOWHERE}`
    )
    assert.match(answer.body().title as string, /does not exist/)
  })

  test('of a stranger is what the browser asks for', async ({ client, assert }) => {
    const page = await client.get('/login').header('accept-language', 'hi-IN,hi;q=0.9,en;q=0.5')
    assert.equal(pageProps<Shared>(page).language, 'hi')
    assert.include(page.text(), '<html lang="hi"')
  })

  test('is that of the person at an address that nothing has, too', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    const nowhere = () => client.get('/no-such-page').header('accept-language', 'en')
    const stranger = await nowhere()
    stranger.assertStatus(404)
    assert.include(stranger.text(), '<html lang="en"')
    await user.merge({ locale: 'hi-IN' }).save()
    const known = await nowhere().loginAs(user)
    known.assertStatus(404)
    assert.include(known.text(), '<html lang="hi"')
    assert.equal(pageProps<{ message: string }>(known).message, 'यह पेज नहीं है।')
    assert.isEmpty(pageProps<Shared>(known).menu, 'nothing of the person is opened for it')
    const program = await client.get('/api/v1/no-such-page').loginAs(user)
    program.assertStatus(404)
    assert.equal((program.body() as { title: string }).title, 'This page does not exist.')
  })

  test('changes no label that the texts do not have word for word', ({ assert }) => {
    assert.equal(labelIn('hi', 'tickets', 'In progress'), 'काम चालू')
    assert.equal(labelIn('hi', 'tickets', 'In Progress!'), 'In Progress!')
    assert.equal(labelIn('hi', 'nothing', 'Manager'), 'मैनेजर')
    assert.equal(labelIn('en', 'tickets', 'Raj’s own status'), 'Raj’s own status')
  })
})
