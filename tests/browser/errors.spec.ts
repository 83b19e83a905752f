import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import InboxController from '../../app/notifications/controllers/inbox_controller.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { becomes } from './support/becomes.ts'
import { signedIn } from './support/signed_in.ts'

test.group('A page that fails', () => {
  test('says what happened and what to do, gives a code to copy, and is tried again in place', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const person = await signedIn({ browser, cleanup }, workshop, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const { page } = person

    const { index } = InboxController.prototype
    const mend = () => void (InboxController.prototype.index = index)
    cleanup(mend)
    InboxController.prototype.index = () => {
      throw new Error('the cable is cut')
    }
    const answer = await page.goto('/inbox')
    assert.equal(answer?.status(), 500)
    await person.heading('Something broke on our side')
    await person.sees(/Try again/)
    assert.equal(await page.getByText('the cable is cut').count(), 0)
    await person.press(/the request number/i)
    const copied = () => page.evaluate<string>('navigator.clipboard.readText()')
    await becomes(async () => (await copied()).length > 10, true)
    await person.sees(await copied())

    mend()
    await person.press('Try again')
    await person.heading('Inbox')
  })

  test('says whom to ask when the role does not reach, and where to start when nothing is there', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const person = await signedIn({ browser, cleanup }, workshop, {
      role: 'technician',
      viewport: VIEWPORTS.phone,
      isMobile: true,
    })

    const refused = await person.page.goto('/settings/roles')
    assert.equal(refused?.status(), 403)
    await person.heading('Not for your role')
    await person.sees(/Ask an owner/)
    await person.sees('E_FORBIDDEN')

    const nowhere = await person.page.goto('/nowhere')
    assert.equal(nowhere?.status(), 404)
    await person.heading('Nothing is here')
    await person.press('Go back')
    await person.page.waitForURL(/settings\/roles/)
    await person.page.goto('/nowhere')
    await person.follow('Home')
    await person.heading(/^Good /)
  })
})
