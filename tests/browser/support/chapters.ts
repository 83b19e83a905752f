import { LINES } from '../../helpers/repair.ts'
import type { Person } from './person.ts'

/** Labels of the columns that two line editors call differently. */
export const JOB_CARD = { item: 'Labour or part', price: 'Price ₹' }
export const INVOICE = { item: 'Item or work', price: 'Rate ₹' }

/** Types the three lines of the repair, free text and no item of the catalogue. */
export async function typeLines(person: Person, labels: typeof JOB_CARD): Promise<void> {
  for (const [index, line] of LINES.entries()) {
    const cell = (label: string) => `${label}, line ${index + 1}`
    if (index > 0) await person.press('Add line')
    await person.write(cell(labels.item), line.description)
    await person.fill(cell('HSN/SAC'), line.hsn)
    await person.fill(cell('Qty'), line.quantity)
    await person.choose(cell('Unit'), line.unit)
    await person.fill(cell(labels.price), line.unitPrice)
    await person.choose(cell('GST'), `${line.gstRate} %`)
  }
}

/** Enters a customer by the form. The state follows from the GSTIN, if there is one. */
export async function addContact(
  person: Person,
  contact: { name: string; phone?: string; email?: string; gstin?: string }
): Promise<void> {
  await person.goTo('Contacts')
  await person.follow('New contact')
  await person.heading('New contact')
  await person.fill('Name', contact.name)
  if (contact.phone) await person.fill('Phone', contact.phone)
  if (contact.email) await person.fill('E-mail', contact.email)
  if (contact.gstin) await person.fill('GSTIN', contact.gstin)
  await person.press('Save contact')
  await person.told(`${contact.name} added.`)
  await person.heading(contact.name)
}

/** Every account of the trial balance page: its name, debit and credit as they stand there, and the totals. */
export async function trialBalance(person: Person): Promise<Record<string, [string, string]>> {
  await person.goTo('Trial balance')
  await person.sees('Debits equal credits')
  const rows = person.page.getByRole('row').filter({ has: person.page.getByRole('cell') })
  const balances: Record<string, [string, string]> = {}
  for (const row of await rows.all()) {
    const link = row.getByRole('link')
    const name = (await link.count()) > 0 ? await nameOf(link) : 'Total'
    const amounts = await row.locator('td:visible:not(:has(a))').allInnerTexts()
    balances[name] = [amounts[0]?.trim() ?? '', amounts[1]?.trim() ?? '']
  }
  return balances
}

/** The name of an account without the code before it. */
async function nameOf(link: { innerText(): Promise<string> }): Promise<string> {
  return (await link.innerText()).replace(/^\d+\s*/, '').trim()
}
