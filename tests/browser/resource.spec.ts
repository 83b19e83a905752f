import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import type { Browser } from 'playwright'
import { addCar, withCars } from '../../plugins/courtesy/tests/support/cars.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

/** A workshop with two courtesy cars, and its owner at their list. */
async function atCars(
  { browser, client }: { browser: Browser; client: ApiClient },
  viewport: { width: number; height: number }
) {
  const workshop = await makeWorkshop()
  const program = await withCars(client, workshop)
  await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
  await addCar(program, { plate: 'MH 12 AB 0001' })
  await addCar(program, { plate: 'MH 12 AB 0002', model: 'Nexon EV', state: 'broken' })
  const owner = await Person.at(browser, { viewport, isMobile: viewport.width < 500 })
  await owner.signIn((await workshop.user()).email, TEST_PASSWORD)
  await owner.page.goto('/courtesy/cars')
  await owner.heading('Courtesy cars')
  return owner
}

test.group('Pages of a resource', () => {
  test('a desk filters, saves a view, adds a record past an error at its field, reads what changed and exports', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const owner = await atCars({ browser, client }, VIEWPORTS.desk)
    cleanup(() => owner.page.context().close())
    const { page } = owner

    await owner.step('It filters by a choice and keeps that as a view', async () => {
      await owner.press('State')
      const choice = await owner.dialog('State')
      await choice.page.getByRole('checkbox', { name: /^Free/ }).check()
      await page.waitForURL(/state=free/)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Remove the filter State: Free/ }).waitFor()
      await owner.press('Save view')
      const form = await owner.dialog('Save view')
      await form.fill('Name', 'To be had')
      await form.press('Save')
      await page
        .getByRole('navigation', { name: 'Saved views' })
        .getByRole('button', { name: /^To be had/ })
        .waitFor()
    })
    await owner.step(
      'The form tells at the field what is wrong, and keeps what was typed',
      async () => {
        await owner.follow('New courtesy car')
        await owner.heading('New courtesy car')
        await owner.fill('Plate', 'nonsense')
        await owner.fill('Model', 'Punch EV')
        await owner.pick('Lent to', 'raj', /Raj Kumar/)
        await owner.fill('Day rate', '1,500')
        await owner.press('Save courtesy car')
        await owner.sees(/It looks like MH 12 AB 1234/)
        assert.equal(await page.getByRole('textbox', { name: 'Model' }).inputValue(), 'Punch EV')
        await owner.fill('Plate', 'MH 12 AB 0003')
        await owner.press('Save courtesy car')
        await owner.heading('MH 12 AB 0003')
        assert.equal(await owner.fact('Lent to'), 'Raj Kumar')
        assert.equal(await owner.fact('Day rate'), '₹1,500.00')
      }
    )
    await owner.step('The timeline tells a change in words', async () => {
      await page.keyboard.press('e')
      await owner.heading('Edit MH 12 AB 0003')
      await owner.choose('State', 'Lent')
      await owner.press('Save courtesy car')
      await owner.heading('MH 12 AB 0003')
      const line = page.getByRole('listitem').filter({ hasText: 'State' })
      await line.filter({ hasText: 'Free' }).filter({ hasText: 'Lent' }).first().waitFor()
    })
    await owner.step('What the list shows is exported', async () => {
      await page.goto('/courtesy/cars?state=lent,broken')
      await owner.heading('Courtesy cars')
      await owner.press('Columns and export')
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: /^Export as CSV/ }).click(),
      ])
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
      const lines = Buffer.concat(chunks).toString().trim().split(/\r?\n/)
      assert.match(lines[0], /Plate,Model,State,Lent to,Day rate,Insured until/)
      assert.lengthOf(lines, 3)
      assert.match(lines[1], /MH 12 AB 0003,Punch EV,Lent,Raj Kumar,1500\.00/)
    })
    await owner.step('It is archived, and the notice takes that back', async () => {
      await page.goto('/courtesy/cars')
      await owner.page.getByRole('link', { name: 'MH 12 AB 0003' }).first().click()
      await owner.heading('MH 12 AB 0003')
      await owner.press('Archive')
      await owner.sees('MH 12 AB 0003 is archived.')
      await owner.press('Undo')
      await owner.sees('MH 12 AB 0003 is back.')
    })
    assert.deepEqual(owner.troubles, [])
  })

  test('a phone has cards, a form and what happened, without sideways scroll', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const owner = await atCars({ browser, client }, VIEWPORTS.phone)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    const fits = async () =>
      assert.isTrue(
        await page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth'),
        page.url()
      )
    await fits()
    await owner.page.getByRole('link', { name: 'MH 12 AB 0002' }).first().click()
    await owner.heading('MH 12 AB 0002')
    await owner.sees('Broken')
    await fits()
    await page.goto(`${new URL(page.url()).pathname}/edit`)
    await owner.heading('Edit MH 12 AB 0002')
    await fits()
    await owner.choose('State', 'Free')
    await owner.press('Save courtesy car')
    await owner.heading('MH 12 AB 0002')
    const line = page.getByRole('listitem').filter({ hasText: 'State' })
    await line.filter({ hasText: 'Broken' }).filter({ hasText: 'Free' }).first().waitFor()
    assert.deepEqual(owner.troubles, [])
  })
})
