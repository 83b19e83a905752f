import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { readTable } from '../../app/transfer/files/read_table.ts'
import { startWorker } from '../helpers/worker.ts'
import { signedIn } from './support/signed_in.ts'
import { readFile } from 'node:fs/promises'

const LIST = [
  'Kundenname,Phone No.,City',
  'Raj Kumar,98220 12345,Pune',
  'Bad Phone,12,Pune',
  'Green Fleet,080-41234567,Bengaluru',
  'Wrong Phone,9.8E+09,Nashik',
].join('\r\n')

test.group('Importing contacts', () => {
  test('a file with a bad row is mapped, checked, imported, and the bad row comes back', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const mine = await makeWorkshop()
    const worker = await startWorker()
    cleanup(() => worker.stop())
    const person = await signedIn({ browser, cleanup }, mine)
    const { page } = person

    await person.step('The owner uploads the file', async () => {
      await person.goTo('Import & export')
      await person.follow('Import Contacts')
      await person.heading('Import contacts')
      const file = { name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) }
      await page.getByLabel('File to import').setInputFiles(file)
      await person.heading('customers.csv')
    })

    await person.step('says which column is the name, and has the rows checked', async () => {
      await page
        .getByRole('combobox', { name: 'Column of the file for Name' })
        .selectOption({ label: 'Kundenname' })
      await page.getByRole('button', { name: 'Check the file' }).first().click()
      await page.getByRole('button', { name: 'Import 2 rows' }).waitFor()
      await person.sees(/This is not a phone number/)
    })

    await person.step('corrects one of the wrong phones in the page', async () => {
      const phone = page.locator('[name="row.5.phone"]')
      await phone.fill('98220 77777')
      await phone.press('Enter')
      await page.getByRole('button', { name: 'Import 3 rows' }).waitFor()
    })

    await person.step('imports the three that are right', async () => {
      await person.press('Import 3 rows')
      await page.getByText('Done', { exact: true }).waitFor()
    })

    await person.step('takes the refused row home with its reason', async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        person.follow('Download them'),
      ])
      const { headings, rows } = await readTable(await readFile(await download.path()))
      assert.deepEqual(headings.slice(-2), ['Row', 'Reason'])
      assert.lengthOf(rows, 1)
      assert.include(rows[0], 'Bad Phone')
    })

    await person.step('finds the customers in the list', async () => {
      await person.goTo('Contacts')
      await person.sees('Raj Kumar')
      await person.sees('Green Fleet')
      await person.sees('Wrong Phone')
      assert.equal(await page.getByText('Bad Phone').count(), 0)
    })
    assert.deepEqual(person.troubles, [])
  })
})
