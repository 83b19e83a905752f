import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { raiseTicket } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { Person } from './support/person.ts'
import { unreasoned } from './support/reasons.ts'

test.group('Trust', () => {
  test('what is archived or deleted lies among what was deleted lately, and comes back', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const { id } = await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
    await program.create('/contacts', { kind: 'customer', name: 'Meena Iyer' })
    const manager = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => manager.page.context().close())
    await prepareLooking(manager.page.context())
    await manager.signIn((await workshop.user('manager')).email, TEST_PASSWORD)
    const { page } = manager

    await manager.step('A contact is archived, and taken back within eight seconds', async () => {
      await page.goto(`/contacts/${id}`)
      await manager.press('Archive')
      await manager.sees('Raj Kumar is archived.')
      await manager.press('Undo')
      await manager.sees('Raj Kumar is back.')
    })

    await manager.step('Two are archived at once', async () => {
      await page.goto('/contacts')
      await page.getByRole('checkbox', { name: /Raj Kumar/ }).check()
      await page.getByRole('checkbox', { name: /Meena Iyer/ }).check()
      await page
        .getByRole('region', { name: 'Selected rows' })
        .getByRole('button', { name: 'Archive' })
        .click()
      await manager.sees('Archive: 2 rows')
      await manager.press('Undo')
      await page.getByText('Archive undone').waitFor()
      await page.locator('tr[data-row]').nth(1).waitFor()
      for (const name of [/Raj Kumar/, /Meena Iyer/]) {
        await page.getByRole('checkbox', { name }).check()
      }
      await page
        .getByRole('region', { name: 'Selected rows' })
        .getByRole('button', { name: 'Archive' })
        .click()
      await page.locator('tr[data-row]').filter({ hasText: 'Archived' }).nth(1).waitFor()
    })

    await manager.step('A comment is deleted', async () => {
      await page.goto(`/contacts/${id}`)
      const box = page.getByRole('textbox', { name: 'Comment', exact: true })
      await box.fill('Wrong number')
      await box.press('Control+Enter')
      await page.locator('[data-activity]').getByText('Wrong number').waitFor()
      await manager.press('Actions of the comment')
      await page.getByRole('menuitem', { name: 'Delete comment' }).click()
      await manager.sees('Comment deleted.')
    })

    await manager.step(
      'All three lie there; one comes back, the comment goes for good',
      async () => {
        await page.goto('/recently-deleted')
        await manager.heading('Recently deleted')
        const rows = page.locator('tr[data-row]')
        await rows.nth(2).waitFor()
        assert.equal(await rows.count(), 3)
        await rows
          .filter({ hasText: 'Meena Iyer' })
          .getByRole('button', { name: 'Restore' })
          .click()
        await manager.sees('Meena Iyer is back.')
        await rows.filter({ hasText: 'Meena Iyer' }).waitFor({ state: 'detached' })
        await manager.press('More about Wrong number')
        await page.getByRole('menuitem', { name: 'Delete for good' }).click()
        const dialog = await manager.dialog(/Wrong number/)
        const verb = page.getByRole('dialog').getByRole('button', { name: 'Delete for good' })
        assert.equal(await verb.getAttribute('aria-disabled'), 'true')
        await dialog.fill('Type DELETE to confirm', 'DELETE')
        await dialog.press('Delete for good')
        await rows.filter({ hasText: 'Wrong number' }).waitFor({ state: 'detached' })
        assert.equal(await rows.count(), 1)
      }
    )
    assert.deepEqual(manager.troubles, [])
    assert.deepEqual(await lookAt(page, '/recently-deleted'), [])
  })

  test('a record tells who saved it and who sees it; the shell, when it was synced', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const id = await raiseTicket(program, 'Does not start in the morning')
    const { membership } = await workshop.member('technician')
    const manager = await Person.at(browser, { viewport: VIEWPORTS.phone, hasTouch: true })
    cleanup(() => manager.page.context().close())
    await manager.signIn((await workshop.user('manager')).email, TEST_PASSWORD)
    const { page } = manager

    await manager.step('The line below the head has time and person', async () => {
      await page.goto(`/tickets/${id}`)
      await page.locator('[data-trust] time').waitFor()
      assert.match(await page.locator('[data-trust] time').innerText(), /^Saved .+ by API: test$/)
    })
    await manager.step(
      'Who sees it follows who may: the technician once it is theirs',
      async () => {
        await manager.press('Who sees this')
        await manager.dialog('Who sees this')
        await manager.sees('No customer has a link to it.')
        assert.equal(await page.getByText('only tickets assigned to them').count(), 0)
        await page.keyboard.press('Escape')
        await program.change(`/tickets/${id}/assignee`, { assigneeId: membership.id })
        await manager.press('Who sees this')
        await manager.sees('only tickets assigned to them')
        await page.keyboard.press('Escape')
      }
    )
    await manager.step('A form says whether what it shows is stored', async () => {
      await page.goto(`/tickets/${id}/edit`)
      await manager.sees('All changes saved')
      await manager.fill('Complaint', 'Does not start at all')
      await manager.sees('Not saved yet, kept on this device')
    })
    await manager.step('The shell says when it was synced, also without connection', async () => {
      await page.goto('/tickets')
      await manager.press('Last synced')
      await page.getByRole('menuitem', { name: /Last synced \d\d-\d\d-\d{4}/ }).waitFor()
      await page.keyboard.press('Escape')
      await page.context().setOffline(true)
      await manager.sees('No connection')
      await manager.press('Last synced')
      await manager.sees('No connection. What you see is as it was then.')
      await page.context().setOffline(false)
    })
  })

  test('whoever looks as another role is told why nothing can be changed', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const { id } = await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
    const owner = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => owner.page.context().close())
    const { page } = owner
    await owner.signIn((await workshop.user('owner')).email, TEST_PASSWORD)
    await page.goto('/settings/roles')
    await owner.press('What to do with Manager')
    await page.getByRole('menuitem', { name: 'See as Manager' }).click()
    await owner.sees(/nothing can be changed/i)

    const why = 'You see Karkhana as another role. Leave the view to change something.'
    await page.goto(`/contacts/${id}`)
    const archive = page.getByRole('button', { name: 'Archive', exact: true })
    await archive.waitFor()
    assert.equal(await archive.getAttribute('aria-disabled'), 'true')
    // By keyboard and by touch alike: it takes the focus, and pressing it tells the reason
    await archive.focus()
    await page.keyboard.press('Enter')
    await owner.sees(why)
    assert.equal(await page.getByText('is archived').count(), 0)
    await page.goto(`/contacts/${id}/edit`)
    await owner.sees(why)
    assert.deepEqual(await unreasoned(page), [])
  })
})
