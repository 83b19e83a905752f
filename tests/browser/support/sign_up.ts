import { TEST_PASSWORD } from '@karkhana/kernel/testing'
import { mailTo } from '../../helpers/mail.ts'
import type { Person } from './person.ts'

/** Fills the form of an owner in Pune; the state follows from the GSTIN. */
export async function fillSignUp(person: Person, email: string): Promise<void> {
  await person.page.goto('/register')
  await person.fill('Organisation name', 'Volt & Wheel')
  await person.fill('GSTIN', '27AAPFU0939F1ZV')
  await person.fill('Phone', '+91 98220 54321')
  await person.fill('Address', '14 Prabhat Road, Erandwane')
  await person.fill('City', 'Pune')
  await person.fill('PIN code', '411004')
  await person.fill('Your name', 'Asha Kulkarni')
  await person.fill('E-mail', email)
  await person.fillSecret('Password', TEST_PASSWORD)
}

/** Sends the form, follows the link in the mail and is welcomed. */
export async function confirmSignUp(person: Person, email: string): Promise<void> {
  await person.press('Register')
  await person.heading('Check your mail')
  const { path } = await mailTo(email)
  await person.page.goto(path)
  await person.press('Confirm and open')
  await person.told('Welcome to Karkhana, Asha Kulkarni.')
}
