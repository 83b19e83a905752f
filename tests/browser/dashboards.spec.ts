import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import { fillWorkshop } from '../helpers/fill_workshop.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { becomes } from './support/becomes.ts'
import { Person } from './support/person.ts'
import { SETTLED } from './support/settled.ts'

test.group('The start page', (group) => {
  let mine: Workshop
  group.setup(async () => {
    mine = await makeWorkshop()
    await fillWorkshop(mine, 12)
  })
  async function owner(browser: Parameters<typeof Person.at>[0], options = {}) {
    const person = await Person.at(browser, { viewport: VIEWPORTS.desk, ...options })
    await person.signIn((await mine.user()).email, TEST_PASSWORD)
    return person
  }
  const firstCard = async (person: Person) =>
    (await person.page.locator('main h2').allInnerTexts())[0]

  test('is arranged by keyboard alone, and stands so on the next device', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const person = await owner(browser)
    cleanup(() => person.page.context().close())
    const { page } = person
    await person.press('Arrange the start page')
    const dialog = await person.dialog('Arrange the start page')
    const last = page.getByRole('button', { name: /^Billed and collected, place/ })
    await last.focus()
    const before = await last.getAttribute('aria-label')
    const place = Number(/place (\d+)/.exec(before!)![1])
    for (let step = 1; step < place; step++) await page.keyboard.press('ArrowUp')
    await dialog.sees('Billed and collected is at place 1 now.')
    await page.getByRole('switch', { name: 'Show Unpaid invoices' }).focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Save arrangement' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await becomes(() => firstCard(person), 'Billed and collected')

    const phone = await owner(browser, { viewport: VIEWPORTS.phone, isMobile: true })
    cleanup(() => phone.page.context().close())
    await becomes(() => firstCard(phone), 'Billed and collected')
    await phone.press('Arrange the start page')
    const unpaid = phone.page.getByRole('switch', { name: 'Show Unpaid invoices' })
    await becomes(() => unpaid.getAttribute('aria-checked'), 'false')
    await phone.press('As in the beginning')
    await phone.page.getByRole('dialog').waitFor({ state: 'detached' })
    await phone.press('Arrange the start page')
    await becomes(() => unpaid.getAttribute('aria-checked'), 'true')
    assert.equal(await phone.page.getByRole('button', { name: 'As in the beginning' }).count(), 0)
    assert.deepEqual([...person.troubles, ...phone.troubles], [])
  })

  test('is arranged by dragging a row', async ({ assert, browser, cleanup }) => {
    const person = await owner(browser)
    cleanup(() => person.page.context().close())
    const { page } = person
    await person.press('Arrange the start page')
    await person.dialog('Arrange the start page')
    const handles = page.getByRole('button', { name: /place \d+: drag/ })
    await handles.nth(1).waitFor()
    // The dialog comes with a movement, and its rows with it.
    await page.evaluate(SETTLED)
    const [first, second] = [await handles.nth(0).boundingBox(), await handles.nth(1).boundingBox()]
    const name = await handles.nth(0).getAttribute('aria-label')
    await page.mouse.move(first!.x + 10, first!.y + 10)
    await page.mouse.down()
    await page.mouse.move(second!.x + 10, second!.y + second!.height / 2, { steps: 5 })
    await page.mouse.up()
    const titleAt = async (place: number) =>
      (await handles.nth(place).getAttribute('aria-label'))!.split(', place')[0]
    await becomes(() => titleAt(1), name!.split(', place')[0])
    assert.deepEqual(person.troubles, [])
  })

  test('is read for another period, which the address keeps', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const person = await owner(browser)
    cleanup(() => person.page.context().close())
    await person.sees('Received this month')
    await person.press('FY')
    await person.sees('Received this financial year')
    assert.equal(new URL(person.page.url()).searchParams.get('period'), 'this_year')
    await person.page.reload()
    await person.sees('Received this financial year')
    await person.sees(/billed and .* collected from Apr/)
    assert.deepEqual(person.troubles, [])
  })

  test('shows every chart as a table too, and in the colours of both themes', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const person = await owner(browser)
    cleanup(() => person.page.context().close())
    const { page } = person
    await page.goto('/?period=this_year')
    const canvas = page.getByRole('img', { name: /^Vehicles in and out: \d+ came in/ })
    await canvas.waitFor()
    await person.step('The picture follows the theme without a reload', async () => {
      const drawn = () => canvas.evaluate<string, HTMLElementLike>((element) => element.toDataURL())
      await becomes(() => canvas.evaluate<boolean, HTMLElementLike>(isBlank), false)
      const dark = await drawn()
      await page.locator('html.dark').waitFor()
      await page.evaluate(`document.documentElement.classList.replace('dark', 'light')`)
      await becomes(async () => (await drawn()) === dark, false)
    })
    await person.press('Show “Vehicles in and out” as a table')
    const table = page.getByRole('region', { name: 'Vehicles in and out' }).getByRole('table')
    await table.waitFor()
    const cells = (await table.getByRole('cell').allInnerTexts()).map(Number)
    const sum = (rest: number) =>
      cells.filter((_, index) => index % 2 === rest).reduce((total, cell) => total + cell, 0)
    assert.isAbove(sum(0), 0)
    await person.sees(new RegExp(`${sum(0)} came in and ${sum(1)} were delivered from Apr`))
    assert.deepEqual(person.troubles, [])
  })
})

/** What of a canvas is asked here; this side of the test has no DOM. */
interface HTMLElementLike {
  width: number
  height: number
  toDataURL(): string
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { data: number[] }
  }
}

/** In the page: whether a chart has not been drawn yet. */
const isBlank = (canvas: HTMLElementLike) =>
  canvas
    .getContext('2d')
    .getImageData(0, 0, canvas.width, canvas.height)
    .data.every((value) => value === 0)
