import type { TestContext } from '@japa/runner/core'
import { TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import type { BrowserContextOptions } from 'playwright'
import { VIEWPORTS } from '../../helpers/screens.ts'
import { Person } from './person.ts'

/** Who is at the screen; the rest says what the window is like. */
interface Somebody extends BrowserContextOptions {
  role?: Parameters<Workshop['user']>[0]
}

/** Somebody of the workshop, signed in: its owner at a desk unless told otherwise. The window goes with the test. */
export async function signedIn(
  { browser, cleanup }: Pick<TestContext, 'browser' | 'cleanup'>,
  workshop: Workshop,
  { role = 'owner', ...window }: Somebody = {}
): Promise<Person> {
  const person = await Person.at(browser, { viewport: VIEWPORTS.desk, ...window })
  cleanup(() => person.page.context().close())
  await person.signIn((await workshop.user(role)).email, TEST_PASSWORD)
  return person
}
