import { test } from '@japa/runner'
import type { TestContext } from '@japa/runner/core'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import type { Browser } from 'playwright'
import { revokeOtherSessions } from '../../app/identity/services/sessions.ts'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { becomes } from './support/becomes.ts'
import { Person } from './support/person.ts'
import { signedIn } from './support/signed_in.ts'
import { until } from './support/until.ts'

test.group('Errors of a form', () => {
  test('stand at the field and in a list with links, the first has the cursor, and what was typed stays', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { person } = await invoicing(browser, cleanup, client)
    await person.page.goto('/vehicles/create')
    await person.fill('Make', 'Ather')
    await person.press('Save vehicle')
    const list = person.page.getByRole('alert').filter({ hasText: 'need your attention' })
    await list.waitFor()
    assert.isAbove(await list.getByRole('button').count(), 1)
    const cursor = () =>
      person.page.evaluate<string | null>(
        `document.activeElement?.getAttribute('data-field') ?? null`
      )
    await becomes(cursor, 'contactId')
    await list.getByRole('button', { name: /^Model/ }).click()
    await becomes(cursor, 'model')
    const make = person.page.getByRole('textbox', { name: 'Make' })
    assert.equal(await make.inputValue(), 'Ather')
  })
})

test.group('Drafts of forms', () => {
  test('what was typed and not saved is offered again after a crash, and restored with its picks', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
    const advisor = await signedIn({ browser, cleanup }, workshop)

    await advisor.step('A ticket is half written when the browser goes away', async () => {
      await advisor.page.goto('/tickets/create')
      await advisor.pick('Customer', 'raj', /Raj Kumar/)
      await advisor.fill('Complaint', 'Scooter does not charge beyond 80 per cent')
      await kept(advisor, 'post /tickets', /80 per cent/)
    })

    const again = await advisor.another()
    await again.step('It is offered with its time, and comes back whole', async () => {
      await again.page.goto('/tickets/create')
      await again.sees(/You typed something here .+ that was not saved/)
      await again.press('Restore')
      const complaint = again.page.getByRole('textbox', { name: 'Complaint' })
      await becomes(() => complaint.inputValue(), 'Scooter does not charge beyond 80 per cent')
      const customer = again.page.getByRole('combobox', { name: 'Customer' })
      await becomes(() => customer.inputValue(), 'Raj Kumar')
    })

    await again.step('Saved, it is gone', async () => {
      await again.press('Create ticket')
      await again.heading(/^Ticket /)
      await becomes(() => draft(again, 'post /tickets'), null)
    })
    assert.deepEqual([...advisor.troubles, ...again.troubles], [])
  })

  test('a form that is sent after the session ended comes back after signing in, and nothing is lost', async ({
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const { id, email } = await workshop.user()
    const advisor = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => advisor.page.context().close())
    await advisor.signIn(email, TEST_PASSWORD)
    await advisor.page.goto('/contacts/create')
    await advisor.fill('Name', 'Meera Joshi')

    await advisor.step('The session is gone, and saying so keeps the form', async () => {
      // On the server: an answer that is still under way would bring a cookie back that is only cleared here.
      await revokeOtherSessions(id, null)
      await advisor.press('Save contact')
      await advisor.page.waitForURL((url) => url.pathname === '/login')
      await advisor.sees('You were signed out')
      await advisor.fill('E-mail', email)
      await advisor.fillSecret('Password', TEST_PASSWORD)
      await advisor.press('Sign in')
    })

    await advisor.step('The form is there again with what was typed', async () => {
      await advisor.heading('New contact')
      await advisor.press('Restore')
      await advisor.press('Save contact')
      await advisor.heading('Meera Joshi')
    })
  })

  test('signing out takes the drafts of this device along', async ({ browser, cleanup }) => {
    const workshop = await makeWorkshop()
    const owner = await signedIn({ browser, cleanup }, workshop)
    await owner.page.goto('/contacts/create')
    await owner.fill('Name', 'Meera Joshi')
    await kept(owner, 'post /contacts', /Meera Joshi/)
    await owner.page.goto('/')
    await owner.signOut()
    await becomes(() => stored(owner), {})
  })
})

/** Five lines as an advisor types them: item, HSN or SAC, quantity, rate. */
const TYPED = [
  ['Front brake shoe set', '8714', '2', '450'],
  ['Brake cable', '8714', '1', '180.50'],
  ['Battery check', '998714', '1', '300'],
  ['Chain lubrication', '998714', '1', '120'],
  ['Labour', '998714', '1.5', '800'],
] as const

test.group('The line editor', () => {
  test('an invoice of five lines is entered by keyboard alone', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { person, program } = await invoicing(browser, cleanup, client)
    const { keyboard } = person.page
    const type = (text: string) => keyboard.type(text, { delay: 25 })
    await person.page.goto('/invoicing/create')
    await person.heading('New invoice')

    await person.step('Customer', async () => {
      const customer = person.page.getByRole('combobox', { name: 'Customer' })
      await customer.and(person.page.locator(':focus')).waitFor()
      await type('raj')
      await person.page.getByRole('option', { name: /Raj Kumar/ }).waitFor()
      await keyboard.press('Enter')
      for (let field = 0; field < 5; field++) await keyboard.press('Tab')
    })
    await person.step('Lines', async () => {
      for (const [item, hsn, quantity, rate] of TYPED) {
        await type(item)
        await keyboard.press('Tab')
        await type(hsn)
        await keyboard.press('Tab')
        await type(quantity)
        await keyboard.press('Tab')
        await keyboard.press('Tab')
        await type(rate)
        await keyboard.press('Enter')
      }
    })
    await person.step(
      'The empty sixth line goes by Backspace, and the draft is saved',
      async () => {
        await person.page.getByRole('combobox', { name: 'Item or work, line 6' }).waitFor()
        await keyboard.press('Backspace')
        await person.page
          .getByRole('combobox', { name: 'Item or work, line 6' })
          .waitFor({ state: 'detached' })
        await keyboard.press('Control+Enter')
        await person.page.waitForURL(/\/invoicing\/[0-9a-f-]{36}$/)
      }
    )

    const id = person.page.url().split('/').pop()
    const { lines } = (await program.get(`/invoicing/${id}`)) as unknown as {
      lines: { description: string; quantity: string; unitPrice: string }[]
    }
    assert.deepEqual(
      lines.map((line) => [line.description, Number(line.quantity), Number(line.unitPrice)]),
      TYPED.map(([item, , quantity, rate]) => [item, Number(quantity), Number(rate)])
    )
    assert.deepEqual(person.troubles, [])
  })

  test('rows of a spreadsheet are pasted, arrows go between lines, Alt with an arrow moves one, and so does dragging', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { person } = await invoicing(browser, cleanup, client)
    const { page } = person
    const cell = (column: string, line: number) =>
      page.getByLabel(`${column}, line ${line}`, { exact: true })
    const items = async () => {
      const boxes = await page.getByRole('combobox', { name: /^Item or work, line/ }).all()
      return Promise.all(boxes.map((box) => box.inputValue()))
    }
    await page.goto('/invoicing/create')
    await person.heading('New invoice')
    await cell('Item or work', 1).focus()
    await paste(
      person,
      TYPED.map((row) => [row[0], row[1], row[2], 'nos', row[3]].join('\t'))
    )

    await person.step('The rows stand in their columns', async () => {
      await becomes(
        items,
        TYPED.map(([item]) => item as string)
      )
      await becomes(() => cell('Rate ₹', 2).inputValue(), '180.5')
      await becomes(() => cell('Unit', 5).inputValue(), 'NOS')
    })

    await person.step('Arrows keep the column', async () => {
      await cell('Qty', 2).focus()
      await page.keyboard.press('ArrowDown')
      await becomes(() => focused(person), 'Qty, line 3')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('ArrowUp')
      await becomes(() => focused(person), 'Qty, line 1')
    })

    await person.step('Alt and arrow take the line along', async () => {
      await page.keyboard.press('Alt+ArrowDown')
      await becomes(
        async () => (await items()).slice(0, 2),
        ['Brake cable', 'Front brake shoe set']
      )
      await until(page, `document.activeElement?.getAttribute('aria-label')?.endsWith('line 2')`)
    })

    await person.step('The handle is dragged', async () => {
      const handle = (line: number) =>
        page.getByRole('button', { name: `Line ${line}: drag to move, press for more` })
      await handle(5).dragTo(handle(1))
      await becomes(async () => (await items())[0], 'Labour')
    })
    assert.deepEqual(person.troubles, [])
  })
})

test.group('Pickers', () => {
  test('a customer and a vehicle that are not there yet are made over the ticket and picked, by keyboard', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { person, program } = await invoicing(browser, cleanup, client)
    const { keyboard } = person.page
    await person.page.goto('/tickets/create')
    await person.fill('Complaint', 'No horn')

    await person.step(
      'An unknown name leads to the small form, errors stand at their field',
      async () => {
        await person.write('Customer', 'Meera Joshi')
        await person.page.getByRole('option', { name: 'New customer' }).waitFor()
        await person.sees('Nothing matches “Meera Joshi”.')
        await keyboard.press('Enter')
        const dialog = await person.dialog('New customer')
        await dialog.fill('Phone', '12')
        await dialog.press('Add and pick')
        await person.page.locator('[data-field="phone"][aria-invalid="true"]').waitFor()
        await dialog.fill('Phone', '98220 12345')
        await keyboard.press('Control+Enter')
      }
    )
    await person.step('The vehicle belongs to them', async () => {
      const customer = person.page.getByRole('combobox', { name: 'Customer' })
      await becomes(() => customer.inputValue(), 'Meera Joshi')
      await person.write('Vehicle', 'mh12ab1234')
      await person.page.getByRole('option', { name: 'New vehicle' }).click()
      const dialog = await person.dialog('New vehicle')
      await dialog.fill('Make', 'Ather')
      await dialog.fill('Model', '450X')
      await dialog.choose('Fuel', 'Electric')
      await dialog.press('Add and pick')
    })
    await person.step('The ticket has both', async () => {
      const vehicle = person.page.getByRole('combobox', { name: 'Vehicle' })
      await becomes(() => vehicle.inputValue(), 'MH 12 AB 1234')
      await person.press('Create ticket')
      await person.heading(/^Ticket /)
      await person.sees('Meera Joshi')
      const vehicles = (await program.get('/vehicles')) as unknown as object[]
      assert.lengthOf(vehicles, 1)
    })
  })
})

test.group('Addresses', () => {
  test('a PIN code fills in city and state, leaves what was written, and says what it cannot know', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { person } = await invoicing(browser, cleanup, client)
    const city = person.page.getByRole('textbox', { name: 'City' })
    const state = person.page.getByRole('combobox', { name: 'State' })
    const chosen = () =>
      state.evaluate((box) => (box as unknown as Choice).selectedOptions[0]?.text)
    await person.page.goto('/account/organisations/create')
    await person.fill('PIN code', '411004')
    await person.sees('Filled in from the PIN code; please check.')
    await becomes(() => city.inputValue(), 'Pune')
    await becomes(chosen, 'Maharashtra')

    await person.fill('City', 'Talegaon')
    await person.fill('PIN code', '560034')
    await becomes(chosen, 'Karnataka')
    assert.equal(await city.inputValue(), 'Talegaon')
    await person.fill('PIN code', '247667')
    await person.sees('Two states share this PIN code area; choose yours.')
    assert.deepEqual(person.troubles, [])
  })
})

test.group('Saving', () => {
  test('where saving leads is chosen once, kept, and used by Ctrl+Enter', async ({
    browser,
    cleanup,
    client,
  }) => {
    const { person } = await invoicing(browser, cleanup, client)
    await person.page.setViewportSize({ width: 1440, height: 2000 })
    await person.page.goto('/contacts/create')
    await person.press('Then: open it')
    await person.page.getByRole('menuitem', { name: 'another one' }).click()
    await person.fill('Name', 'First of many')
    await person.page.keyboard.press('Control+Enter')
    await person.told('First of many added.')

    await person.step('An empty form follows, without a draft of the last', async () => {
      await person.heading('New contact')
      await until(
        person.page,
        `[...document.querySelectorAll('input')].every((input) => input.value !== 'First of many')`
      )
      await person.page.reload()
      await person.page.getByRole('button', { name: 'Then: another one' }).waitFor()
    })

    await person.step('Back to the list is another choice', async () => {
      await person.press('Then: another one')
      await person.page.getByRole('menuitem', { name: 'back to the list' }).click()
      await person.fill('Name', 'Last of them')
      await person.press('Save contact')
      await person.page.waitForURL((url) => url.pathname === '/contacts')
      await person.sees('Last of them')
    })
  })
})

test.group('Forms on a phone', () => {
  test('fit 360 pixels and 200 per cent zoom without sideways scroll, with 44-pixel controls and the right keypads', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { person } = await invoicing(browser, cleanup, client)
    const { page } = person
    for (const path of [
      '/tickets/create',
      '/contacts/create',
      '/vehicles/create',
      '/invoicing/create',
    ]) {
      // 720 pixels at 200 per cent zoom are 360 pixels as well.
      await page.setViewportSize({ width: 360, height: 740 })
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      const wider = await page.evaluate<number>(`document.documentElement.scrollWidth - innerWidth`)
      assert.isAtMost(wider, 0, path)
      const heights = await page.evaluate<number[]>(
        `[...document.querySelectorAll('main input.k-input, main select, main button[type="submit"]')]
          .map((control) => control.getBoundingClientRect().height)
          .filter((height) => height > 0)`
      )
      assert.isAbove(heights.length, 0, path)
      assert.isAtLeast(Math.min(...heights), 44, path)
    }
    const keypad = (label: string) =>
      page.getByLabel(label, { exact: true }).first().getAttribute('inputmode')
    assert.equal(await keypad('Qty, line 1'), 'decimal')
    await page.goto('/contacts/create')
    await person.heading('New contact')
    assert.equal(await keypad('Phone'), 'tel')
    assert.equal(await keypad('E-mail'), 'email')
    assert.equal(await keypad('PIN code'), 'numeric')
    assert.deepEqual(person.troubles, [])
  })
})

test.group('The date field', () => {
  test('t, +3 and 15 are dates, arrows go by a day, and the calendar starts on Monday and works by keyboard', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { person } = await invoicing(browser, cleanup, client)
    const { keyboard } = person.page
    await person.page.goto('/invoicing/create')
    const field = person.page.getByRole('textbox', { name: 'Invoice date' })
    const today = await field.inputValue()
    assert.match(today, /^\d\d-\d\d-\d{4}$/)
    const typed = async (text: string) => {
      await field.fill(text)
      await field.blur()
      return field.inputValue()
    }
    assert.equal(await typed('15-04-2026'), '15-04-2026')
    assert.equal(await typed('t'), today)
    assert.equal(await typed('15'), `15${today.slice(2)}`)
    const later = new Date(`${today.split('-').reverse().join('-')}T00:00:00Z`)
    later.setUTCDate(later.getUTCDate() + 3)
    assert.equal(await typed('+3'), later.toISOString().slice(0, 10).split('-').reverse().join('-'))

    await typed('15-04-2026')
    await field.focus()
    await keyboard.press('ArrowUp')
    await becomes(() => field.inputValue(), '16-04-2026')
    await keyboard.press('Alt+ArrowDown')
    const calendar = person.page.getByRole('dialog', { name: 'Calendar for Invoice date' })
    await calendar.waitFor()
    assert.match((await calendar.getByRole('columnheader').first().innerText()).trim(), /^Mon/)
    await calendar.getByText('FY 2026-27').waitFor()
    await keyboard.press('PageUp')
    await calendar.getByText('FY 2025-26').waitFor()
    await keyboard.press('Home')
    await keyboard.press('Enter')
    await calendar.waitFor({ state: 'detached' })
    await becomes(() => field.inputValue(), '16-03-2026')
    await keyboard.press('Alt+ArrowDown')
    await calendar.waitFor()
    await keyboard.press('Escape')
    await calendar.waitFor({ state: 'detached' })
    await until(person.page, `document.activeElement?.name === 'date'`)
    assert.deepEqual(person.troubles, [])
  })
})

/** What a test reads of a `select`. */
interface Choice {
  selectedOptions: { text: string }[]
}

/** Somebody who writes invoices, with one customer. */
async function invoicing(
  browser: Browser,
  cleanup: TestContext['cleanup'],
  client: ConstructorParameters<typeof Program>[0]
) {
  const workshop = await makeWorkshop()
  const program = new Program(client, await workshop.token())
  await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar', stateCode: '27' })
  const person = await signedIn({ browser, cleanup }, workshop)
  return { person, program }
}

/** Pastes rows where the cursor is. */
function paste(person: Person, rows: string[]): Promise<void> {
  return person.page.evaluate(`(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(rows.join('\n'))})
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  })()`)
}

/** Name of the control that has the cursor. */
function focused(person: Person): Promise<string | null> {
  return person.page.evaluate(`document.activeElement?.getAttribute('aria-label') ?? null`)
}

/** What lies in the storage of the browser as drafts, by its key. */
function stored(person: Person): Promise<Record<string, string>> {
  return person.page.evaluate(() =>
    Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.includes(':draft:')))
  )
}

async function draft(person: Person, form: string): Promise<string | null> {
  const found = Object.entries(await stored(person)).find(([key]) => key.endsWith(`:${form}`))
  return found?.[1] ?? null
}

/** Waits until a draft of the form holds this. */
async function kept(person: Person, form: string, text: RegExp): Promise<void> {
  await person.page.waitForFunction(
    ([end, source]) =>
      Object.entries(localStorage).some(
        ([key, value]) => key.endsWith(`:${end}`) && new RegExp(source).test(String(value))
      ),
    [form, text.source] as const
  )
}
