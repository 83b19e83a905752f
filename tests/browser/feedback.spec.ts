import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import {
  customerWithVehicle,
  deliver,
  work,
} from '../../plugins/feedback/tests/support/delivered.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { FITS } from './support/fits.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { Person } from './support/person.ts'
import { signedIn } from './support/signed_in.ts'

const PHONE = { viewport: VIEWPORTS.phone, isMobile: true, hasTouch: true }

test.group('Feedback of a customer', () => {
  test('the desk hands a link over, the customer answers on a phone in Hindi, the desk reads it', async ({
    assert,
    browser,
    client,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    await workshop.switchOn('feedback')
    await deliver(workshop, await customerWithVehicle(client, workshop))
    await work(workshop)
    const owner = await signedIn({ browser, cleanup }, workshop)
    const customer = await Person.at(browser, PHONE)
    cleanup(() => customer.page.context().close())
    await owner.page.goto('/feedback')
    await owner.page.getByText('PUN-J26-00001').first().click()
    await owner.heading('Feedback on PUN-J26-00001')
    await owner.page.getByRole('button', { name: 'Hand over a link' }).click()
    const address = await owner.page
      .getByText(/\/l\/feedback\/[\w-]+/)
      .first()
      .innerText()
    const path = /\/l\/feedback\/[\w-]+/.exec(address)![0]

    await prepareLooking(customer.page.context())
    assert.deepEqual(await lookAt(customer.page, path, { fits: FITS }), [])
    assert.deepEqual(await lookAt(customer.page, `${path}?lang=hi`), [])
    await customer.page.goto(path)
    await customer.heading('How was your visit?')
    await customer.page.getByRole('link', { name: 'हिन्दी' }).click()
    await customer.heading('आपका अनुभव कैसा रहा?')
    await customer.page.getByRole('button', { name: 'भेजें' }).click()
    await customer.sees('0 से 10 तक एक अंक चुनें।')
    await customer.page.getByText('3', { exact: true }).click()
    await customer.page.getByRole('textbox').fill('ब्रेक अब भी आवाज़ करता है।')
    await customer.page.getByRole('button', { name: 'भेजें' }).click()
    await customer.heading('धन्यवाद')

    await owner.page.goto('/feedback')
    await owner.sees('3 of 10')
    await owner.sees('ब्रेक अब भी आवाज़ करता है।')
  })
})
