import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import sharp from 'sharp'
import { openJob } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'
import { until } from './support/until.ts'

interface Parties {
  contact: { id: string }
  vehicle: { id: string }
}

test.group('Settings', () => {
  test('the owner gives the workshop its profile, its logo and its numbers', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const owner = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => owner.page.context().close())
    await owner.signIn((await workshop.user()).email, TEST_PASSWORD)

    await owner.step('One entry leads to all settings, in groups', async () => {
      await owner.goTo('Settings')
      for (const group of ['Organisation', 'People and access', 'Documents', 'Trust']) {
        await owner.page.getByRole('heading', { level: 2, name: group }).last().waitFor()
      }
      await owner.page
        .getByRole('main')
        .getByRole('link', { name: /^Numbering/ })
        .waitFor()
    })

    await owner.step('The profile is saved', async () => {
      await owner.goTo('Organisation')
      await owner.fill('Name', 'Volt & Wheel Pune')
      await owner.fill('Website', 'voltwheel.example')
      await owner.press('Save organisation')
      await owner.told('Organisation saved.')
      const record = await program.get('/settings/organisation')
      assert.deepInclude(record, {
        name: 'Volt & Wheel Pune',
        website: 'https://voltwheel.example',
      })
      assert.equal(await owner.fact('GSTIN'), '27AAPFU0939F1ZV')
      assert.equal(await owner.fact('PAN'), 'AAPFU0939F')
    })

    await owner.step('A file that is no picture is refused, a logo is kept', async () => {
      const input = owner.page.locator('input[type=file]')
      const upload = (buffer: Buffer) =>
        input.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer })
      await upload(Buffer.from('MZ this program cannot be run in DOS mode'))
      await owner.sees(/This file is no PNG, JPEG or WebP picture\./)
      const red = {
        create: { width: 600, height: 200, channels: 3, background: '#dc2626' },
      } as const
      await upload(await sharp(red).png().toBuffer())
      await owner.page.getByRole('main').locator('img[src^="/logos/"]').waitFor()
      await until(
        owner.page,
        `document.querySelector('main img[src^="/logos/"]').naturalWidth === 512`
      )
      await owner.fill('Legal name', 'Volt & Wheel Services Private Limited')
      await owner.press('Save organisation')
      await owner.told('Organisation saved.')
    })

    await owner.step('The next documents carry the format that the owner writes', async () => {
      const { ticket: before } = await openJob(program)
      assert.match((await program.get(before)).number, /^PUN-T\d\d-00001$/)
      await owner.goTo('Numbering')
      await owner.press('Format of Tickets')
      const dialog = await owner.dialog('Tickets')
      await dialog.fill('Format', 'TKT{YYYY}{0001}')
      await dialog.sees(/Other digits would run into the counter\./)
      await dialog.fill('Format', 'TKT-{YYYY}-{0001}')
      await dialog.sees(/^TKT-\d{4}-0002$/)
      await dialog.press('Use this format')
      await owner.told('The next document carries the new format.')
      const { contact, vehicle } = (await program.get(before)) as unknown as Parties
      const next = await program.create('/tickets', {
        contactId: contact.id,
        vehicleId: vehicle.id,
        complaint: 'The horn is silent.',
        priority: 'P3',
      })
      assert.match(next.number, /^TKT-\d{4}-0002$/)
    })

    await owner.step('Someone who comes from another system begins further on', async () => {
      await owner.press('Begin at… Job cards of Pune')
      const dialog = await owner.dialog('Job cards of Pune')
      await dialog.fill('Next number', '500')
      await dialog.press('Begin here')
      await owner.told('The next document carries this number.')
      await owner.sees(/-00500$/)
    })
    const expected = /status of 422/
    assert.deepEqual(
      owner.troubles.filter((trouble) => !expected.test(trouble)),
      []
    )
  })

  test('on a phone a branch is added, with a holiday of its own', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const owner = await Person.at(browser, { viewport: VIEWPORTS.phone })
    cleanup(() => owner.page.context().close())
    await owner.signIn((await workshop.user()).email, TEST_PASSWORD)

    await owner.step('Settings open from the menu, and lead back', async () => {
      await owner.press('More')
      await owner.follow('Settings')
      await owner.heading('Settings')
      await owner.follow(/^Branches/)
      await owner.heading('Branches')
      await owner.follow('Settings')
      await owner.heading('Settings')
      await owner.follow(/^Branches/)
      await owner.heading('Branches')
    })

    await owner.step('A branch with a break on Monday', async () => {
      await owner.follow('New branch')
      await owner.heading('New branch')
      await owner.fill('Name', 'Hinjawadi')
      await owner.fill('Code', 'HIN')
      await owner.fill('Address', '4 Phase One')
      await owner.fill('City', 'Pune')
      await owner.fill('PIN code', '411057')
      await owner.fill('GSTIN', '27AAPFU0939F1ZV')
      await owner.page.getByLabel('Monday closes', { exact: true }).fill('13:00')
      await owner.page.getByRole('button', { name: 'Break' }).first().click()
      await owner.page.getByLabel('Monday closes again').fill('19:00')
      await owner.press('Save branch')
      await owner.told('Branch Hinjawadi added.')
      await owner.sees('09:30–13:00, 14:00–19:00')
      const branches = (await program.get('/settings/branches')) as unknown as {
        name: string
        headOffice: boolean
      }[]
      assert.deepEqual(
        branches.map(({ name, headOffice }) => [name, headOffice]),
        [
          ['Pune', true],
          ['Hinjawadi', false],
        ]
      )
    })

    await owner.step('A holiday of this branch', async () => {
      await owner.page.goto('/settings/calendar?year=2026')
      await owner.press('New holiday')
      const dialog = await owner.dialog('New holiday')
      await dialog.fill('Day', '08-11-2026')
      await dialog.fill('Name', 'Diwali')
      await dialog.choose('Where', 'Hinjawadi')
      await dialog.press('Add holiday')
      await owner.told('Diwali added.')
      await owner.sees('08-11-2026')
      const holidays = await program.get('/settings/calendar?year=2026')
      assert.deepInclude((holidays as unknown as object[])[0], {
        onDate: '2026-11-08',
        name: 'Diwali',
      })
    })
    assert.deepEqual(owner.troubles, [])
  })
})
