import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { mailTo } from '../helpers/mail.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { Person } from './support/person.ts'
import { fillSignUp } from './support/sign_up.ts'

test.group('Pages before signing in', () => {
  for (const [name, viewport] of Object.entries(VIEWPORTS)) {
    test(`are whole and readable by everybody at ${viewport.width} pixels, dark and light`, async ({
      assert,
      browser,
      cleanup,
    }) => {
      const reader = await Person.at(browser, { viewport, isMobile: name === 'phone' })
      cleanup(() => reader.page.context().close())
      await prepareLooking(reader.page.context())
      const { page } = reader
      const problems: string[] = []
      const look = async (path: string) => {
        problems.push(...(await lookAt(page, path)).map((each) => `${path} ${each}`))
      }

      const email = `looker-${randomUUID()}@example.com`
      await fillSignUp(reader, email)
      await reader.press('Register')
      await reader.heading('Check your mail')
      await look('/register/sent')
      const { path: verify } = await mailTo(email)
      await look(verify)
      const stranger = await Person.at(browser, { viewport, isMobile: name === 'phone' })
      cleanup(() => stranger.page.context().close())
      await prepareLooking(stranger.page.context())
      problems.push(...(await lookAt(stranger.page, verify)))

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
