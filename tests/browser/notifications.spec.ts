import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { openJob } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

test.group('Notifications', () => {
  test('how and when to be told is chosen on a phone; one click mutes a record', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const { ticket } = await openJob(program)
    const { user, membership } = await workshop.member('technician')
    const person = await Person.at(browser, { viewport: VIEWPORTS.phone, isMobile: true })
    cleanup(() => person.page.context().close())
    await person.signIn(user.email, TEST_PASSWORD)

    await person.page.goto('/account/notifications')
    const charge = person.page.getByRole('group', { name: 'You are put in charge of something' })
    await charge.getByRole('combobox').selectOption({ label: 'With the mail of the day' })
    await person.page.getByRole('switch', { name: 'Quiet hours' }).click()
    await person.page.getByLabel('From').fill('20:30')
    await person.page.getByLabel('Until').fill('20:30')
    await person.press('Save notifications')
    await person.sees(/different/)
    await person.page.getByLabel('Until').fill('07:15')
    await person.press('Save notifications')
    await person.told('Notifications saved.')
    await person.page.reload()
    assert.equal(await person.page.getByLabel('Until').inputValue(), '07:15')
    assert.equal(await charge.getByRole('combobox').inputValue(), 'digest')

    const { version, number } = await program.get(ticket)
    await program.change(`${ticket}/assignee`, { assigneeId: membership.id, version })
    await person.page.goto('/inbox')
    await person.sees(new RegExp(`put you in charge of ${number}`))
    await person.press(`Hear nothing more of ${number}`)
    await person.page.getByRole('button', { name: `Hear of ${number} again` }).waitFor()
    assert.deepEqual(person.troubles, [])
  })
})
