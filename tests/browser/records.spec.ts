import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import type { Route } from 'playwright'
import sharp from 'sharp'
import { raiseTicket } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { attach } from '../functional/records/support.ts'
import { becomes } from './support/becomes.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { Person } from './support/person.ts'

test.group('A record', () => {
  test('tells what happened, by kind; comments name colleagues, are changed and brought back', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const id = await raiseTicket(program, 'Does not start in the morning')
    const { membership } = await workshop.member('technician')
    await program.change(`/tickets/${id}/assignee`, { assigneeId: membership.id })
    const manager = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => manager.page.context().close())
    await manager.signIn((await workshop.user('manager')).email, TEST_PASSWORD)
    await manager.page.goto(`/tickets/${id}`)
    const activity = manager.page.locator('[data-activity]')

    await manager.step('The timeline has the status and who is in charge', async () => {
      await manager.sees('Ticket raised')
      await activity.getByText('Assignee').first().waitFor()
      await manager.press('Comments')
      await manager.sees('Nothing has happened yet.')
      await manager.press('All')
    })

    await manager.step('A comment names a colleague, by keyboard alone', async () => {
      const box = manager.page.getByRole('textbox', { name: 'Comment', exact: true })
      await box.click()
      await box.pressSequentially('Please call, @Tech')
      await manager.page.getByRole('option', { name: 'Technician' }).waitFor()
      await box.press('Enter')
      await box.pressSequentially('today')
      await box.press('Control+Enter')
      await activity.getByText('Please call, @Technician today').waitFor()
      assert.equal(await activity.locator('strong', { hasText: '@Technician' }).count(), 1)
    })

    await manager.step('It is deleted, and brought back within eight seconds', async () => {
      await manager.press('Actions of the comment')
      await manager.page.getByRole('menuitem', { name: 'Delete comment' }).click()
      await activity.getByText('Please call, @Technician today').waitFor({ state: 'detached' })
      await manager.press('Undo')
      await activity.getByText('Please call, @Technician today').waitFor()
    })

    await manager.step('What is typed while a comment is being sent is the next one', async () => {
      const sending = Promise.withResolvers<Route>()
      await manager.page.route('**/comments', (route) => sending.resolve(route), { times: 1 })
      const box = manager.page.getByRole('textbox', { name: 'Comment', exact: true })
      await box.fill('He rang at six.')
      await box.press('Control+Enter')
      const route = await sending.promise
      await box.pressSequentially(' He rings again')
      await route.continue()
      await activity.getByText('He rang at six.', { exact: true }).waitFor()
      await becomes(() => box.inputValue(), 'He rings again')
    })

    await manager.step('e edits, Esc goes back to the list', async () => {
      await manager.page.locator('h1').click()
      await manager.page.keyboard.press('e')
      await manager.page.waitForURL(/\/edit$/)
      await manager.page.goto(`/tickets/${id}`)
      await manager.sees('Ticket raised')
      await manager.page.keyboard.press('Escape')
      await manager.page.waitForURL((url) => url.pathname === '/tickets')
    })
    assert.deepEqual(manager.troubles, [])
  })

  test('takes photos on a phone: small before they are sent, seen at once, sent again after a break, removed with a way back', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const id = await raiseTicket(program, 'Dent in the left door')
    const manager = await Person.at(browser, { viewport: VIEWPORTS.phone })
    cleanup(() => manager.page.context().close())
    await manager.signIn((await workshop.user('manager')).email, TEST_PASSWORD)
    await manager.page.goto(`/tickets/${id}`)
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
    const buffer = await sharp({
      create: { width: 3000, height: 2200, channels: 3, background: '#444', noise },
    })
      .jpeg({ quality: 95 })
      .toBuffer()
    const chooser = manager.page.locator('input[type=file][multiple]')
    await chooser.waitFor({ state: 'attached' })

    // the first part is lost on the way, as on a weak network
    let lost = 0
    await manager.page.route('**/parts/0', async (route) => {
      if (lost++ === 0) await route.abort('connectionreset')
      else await route.continue()
    })
    let sent = 0
    manager.page.on('request', (request) => {
      if (/\/parts\/\d+$/.test(request.url())) sent += request.postDataBuffer()?.length ?? 0
    })
    await manager.step('The photo is chosen and kept', async () => {
      await chooser.setInputFiles({ name: 'door.jpg', mimeType: 'image/jpeg', buffer })
      await manager.page
        .getByRole('link', { name: /door\.jpg/ })
        .first()
        .waitFor()
    })
    assert.equal(lost, 2)
    assert.isBelow(sent, buffer.length)

    await manager.step('It is removed and brought back', async () => {
      await manager.press('Remove door.jpg')
      await manager.page
        .getByRole('button', { name: 'Remove door.jpg' })
        .waitFor({ state: 'detached' })
      await manager.press('Undo')
      await manager.page.getByRole('button', { name: 'Remove door.jpg' }).waitFor()
    })

    await manager.step(
      'The page is closed without a connection; opened again it goes on',
      async () => {
        const cut = (route: Route) => route.abort('connectionreset')
        await manager.page.route('**/parts/*', cut)
        const readings = Buffer.from('Odometer 12,400 km\n'.repeat(60_000))
        await chooser.setInputFiles({
          name: 'readings.txt',
          mimeType: 'text/plain',
          buffer: readings,
        })
        await manager.sees(/No connection\. One file waits on this device/)
        await manager.page.goto('/')
        await manager.page.unroute('**/parts/*', cut)
        await manager.page.reload()
        await manager.page.goto(`/tickets/${id}`)
        await manager.page
          .getByRole('link', { name: /readings\.txt/ })
          .first()
          .waitFor()
      }
    )

    await manager.step('A program under another name is refused in words', async () => {
      const disguised = { name: 'bill.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ') }
      await chooser.setInputFiles(disguised)
      await manager.sees(/are not kept\. Attach a picture/)
      await manager.press('Do not send bill.pdf')
    })
    assert.deepEqual(
      manager.troubles.filter((text) => !/ERR_CONNECTION_RESET|422/.test(text)),
      []
    )
  })

  test('saved by two people at once: both changes stay, and what both changed is asked field by field', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const raj = { kind: 'customer', name: 'Raj Kumar', city: 'Pune', notes: 'Calls at noon' }
    const { id, version } = await program.create('/contacts', raj)
    const manager = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => manager.page.context().close())
    await manager.signIn((await workshop.user('manager')).email, TEST_PASSWORD)
    await manager.page.goto(`/contacts/${id}/edit`)
    await manager.fill('Name', 'Raj Kumar Sharma')
    await manager.page.locator('[name="city"]').fill('Mumbai')
    await program.change(`/contacts/${id}`, {
      ...raj,
      city: 'Nashik',
      notes: 'Calls at six',
      version,
    })

    await manager.step('Both sides of the field stand beside each other', async () => {
      await manager.page.keyboard.press('Control+Enter')
      const dialog = await manager.dialog('Somebody else changed this too')
      await dialog.sees('Mumbai')
      await dialog.page.getByRole('radio', { name: /Nashik/ }).check()
      assert.equal(await dialog.page.getByRole('dialog').getByRole('radio').count(), 2)
      await dialog.press('Save the choice')
      await manager.page.waitForURL((url) => url.pathname === `/contacts/${id}`)
    })
    const saved = await program.get(`/contacts/${id}`)
    assert.include(saved, { name: 'Raj Kumar Sharma', city: 'Nashik', notes: 'Calls at six' })

    await manager.step('Archived, and brought back from the notice', async () => {
      await manager.press('Archive')
      await manager.press('Undo')
      await manager.sees('Raj Kumar Sharma is back.')
    })
  })

  test('with comments and files has no serious accessibility finding in either theme, on a desk and a phone', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const contact = await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
    const base = `/records/contacts_contacts/${contact.id}`
    const { membership } = await workshop.member('manager')
    await program.create(`${base}/comments`, {
      body: '@Manager please call',
      mentions: [membership.id],
    })
    await attach(workshop, base, { name: 'note.txt', content: Buffer.from('At six') }).then(
      ({ finish }) => finish()
    )
    for (const viewport of [VIEWPORTS.desk, VIEWPORTS.phone]) {
      const owner = await Person.at(browser, { viewport })
      cleanup(() => owner.page.context().close())
      await prepareLooking(owner.page.context())
      await owner.signIn((await workshop.user()).email, TEST_PASSWORD)
      assert.deepEqual(await lookAt(owner.page, `/contacts/${contact.id}`), [])
      await owner.sees('note.txt')
    }
  })
})
