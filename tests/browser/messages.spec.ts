import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

test.group('Messages to customers', () => {
  test('the owner words a message anew, sees it at once, and takes the shipped words back', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const owner = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => owner.page.context().close())
    await owner.signIn((await workshop.user()).email, TEST_PASSWORD)
    await owner.page.goto('/settings/message-templates')
    await owner.follow(/^Vehicle ready/)
    const mail = owner.page.frameLocator('iframe')
    await mail.getByText('Your vehicle is ready').waitFor()

    await owner.step('What is wrong is told while it is written', async () => {
      await owner.fill('Heading', 'Come and get it, {{ custmer }}!')
      await owner.sees(/Line 1: there is no variable "custmer"\./)
    })
    await owner.step('The preview follows, as an e-mail and as a text message', async () => {
      await owner.fill('Heading', 'Come and get it, {{ customer }}!')
      await mail.getByText('Come and get it, Raj Kumar!').waitFor()
      await owner.page.getByRole('tab', { name: 'Text message' }).click()
      await owner.sees(/1 message to pay for/)
      await owner.page.getByRole('tab', { name: 'Desk' }).click()
    })
    await owner.step('It is saved as a version, and can be taken back', async () => {
      await owner.press('Save words')
      await owner.told('Words saved.')
      await owner.press('Back to the words as shipped')
      const asked = await owner.dialog(/as shipped\?/)
      await asked.press('Back to the words as shipped')
      await owner.told('The words as shipped count again.')
      await mail.getByText('Your vehicle is ready').waitFor()
    })
    assert.deepEqual(owner.troubles, [])
  })
})
