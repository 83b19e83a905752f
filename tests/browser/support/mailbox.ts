import { mailTo } from '../../helpers/mail.ts'
import type { Person } from './person.ts'

/** Opens the newest message to the address in the development mailbox and follows its button, as a reader would. */
export async function followMail(person: Person, email: string, button: string): Promise<void> {
  await mailTo(email)
  await person.page.goto('/dev/mail')
  await person.follow(new RegExp(email))
  await person.page.waitForURL(/\/dev\/mail\/./)
  const message = person.page.frameLocator('iframe[title="The message"]')
  await message.getByRole('link', { name: button }).click()
  await person.page.waitForURL((url) => !url.pathname.startsWith('/dev/'))
}
