import { test } from '@japa/runner'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { fillWorkshop } from '../helpers/fill_workshop.ts'
import { startWorker } from '../helpers/worker.ts'
import { unzip } from '../functional/data/support/unzip.ts'

test.group('Data in the browser', () => {
  test('an owner exports everything, sees it verified and downloads the file', async ({
    assert,
    browserContext,
    visit,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop, 3)
    const worker = await startWorker()
    cleanup(() => worker.stop())
    await browserContext.loginAs(await workshop.user())

    const page = await visit('/settings/data')
    await page.getByRole('button', { name: 'Export data' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    await worker.done('kernel.export_data')
    await page.getByText('Verified', { exact: true }).first().waitFor()
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download' }).click()
    const download = await waiting
    assert.match(download.suggestedFilename(), /^karkhana-export-\d{4}-\d\d-\d\d\.zip$/)
    const files = await unzip(await buffer((await download.createReadStream()) as Readable))
    assert.isTrue(files.has('tickets/tickets_tickets.csv'))
    assert.isTrue(files.has('README.txt'))
  })

  test('an admin finds a customer, reads the plan, and cannot erase before the words are typed', async ({
    assert,
    browserContext,
    visit,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const [{ id }] = await scope.work((unit) =>
      unit.rows<{ id: string }>(
        `insert into contacts_contacts (organisation_id, id, kind, name, phone)
         values (?, gen_random_uuid(), 'customer', 'Raj Kumar', '+919822012345') returning id`,
        [scope.organisationId]
      )
    )
    await browserContext.loginAs(await workshop.user('admin'))
    const page = await visit('/settings/data/people')
    await page.getByLabel('Name, phone or e-mail').fill('98220')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('link', { name: /Raj Kumar/ }).click()
    await page.waitForURL(`**/people/contacts.contact/${id}`)
    await page.getByRole('button', { name: 'Erase Raj Kumar' }).click()
    const dialog = page.getByRole('dialog')
    const verb = dialog.getByRole('button', { name: 'Erase for good' })
    assert.equal(await verb.getAttribute('aria-disabled'), 'true')
    assert.equal(await contactName(scope, id), 'Raj Kumar')
    await dialog.getByLabel('Confirmation').fill('ERASE Raj Kumar')
    await verb.click()
    await page.getByRole('heading', { name: `Erased ${id.slice(-8)}`, level: 1 }).waitFor()
    assert.equal(await contactName(scope, id), `Erased ${id.slice(-8)}`)
  })
})

type Scope = Awaited<ReturnType<Awaited<ReturnType<typeof makeWorkshop>>['scope']>>

async function contactName(scope: Scope, id: string): Promise<string> {
  const [{ name }] = await scope.read((unit) =>
    unit.rows<{ name: string }>('select name from contacts_contacts where id = ?', [id])
  )
  return name
}
