import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { mailTo } from '../helpers/mail.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { Person } from './support/person.ts'
import { READERS } from './support/readers.ts'
import { fillSignUp } from './support/sign_up.ts'

test.group('Pages before signing in', () => {
  for (const { language, locale, window, fits } of READERS) {
    test(`are whole and readable by everybody in ${language}, dark and light`, async ({
      assert,
      browser,
      cleanup,
    }) => {
      const reader = await Person.at(browser, window)
      cleanup(() => reader.page.context().close())
      await prepareLooking(reader.page.context())
      const { page } = reader
      const problems: string[] = []
      const look = async (path: string) => {
        const spoken = `${path}?lang=${locale.slice(0, 2)}`
        problems.push(...(await lookAt(page, spoken, { fits })).map((each) => `${path} ${each}`))
      }

      const email = `looker-${randomUUID()}@example.com`
      await fillSignUp(reader, email)
      await reader.press('Register')
      await reader.heading('Check your mail')
      await look('/register/sent')
      const { path: verify } = await mailTo(email)
      await look(verify)
      const stranger = await Person.at(browser, window)
      cleanup(() => stranger.page.context().close())
      await prepareLooking(stranger.page.context())
      problems.push(...(await lookAt(stranger.page, verify, { fits })))

      const known = (await (await makeWorkshop()).user()).email
      await page.goto('/password/forgot')
      await reader.fill('E-mail', known)
      await reader.press('Mail me a link')
      await reader.heading('Check your mail')
      await look('/password/sent')
      await look((await mailTo(known)).path)
      for (const path of ['/login', '/register', '/password/forgot']) await look(path)
      for (const path of ['/password/reset/none', '/verify/none']) await look(path)
      assert.deepEqual([...problems, ...reader.troubles], [])
    })
  }
})
