import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { Mailbox, mailboxFolder } from '@karkhana/kernel/mail'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { jobLines } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import {
  COMPLAINT,
  FINDINGS,
  KARNATAKA,
  LINES,
  ODOMETER,
  PRINTED,
  rajKumar,
} from '../helpers/repair.ts'
import { startWorker } from '../helpers/worker.ts'
import { readPdf } from './documents/pdf_reader.ts'

/** Names and net amounts in paise, debit positive, of every account that has a balance. */
async function trialBalance(program: Program): Promise<Record<string, number>> {
  const { rows, totalDebit, totalCredit } = (await program.get(
    '/accounting/trial-balance'
  )) as unknown as {
    rows: { key: string; debit: number; credit: number }[]
    totalDebit: number
    totalCredit: number
  }
  if (totalDebit !== totalCredit) throw new Error(`${totalDebit} Dr is not ${totalCredit} Cr`)
  const moved = rows.filter((row) => row.debit > 0 || row.credit > 0)
  return Object.fromEntries(moved.map((row) => [row.key, row.debit - row.credit]))
}

test.group('The story by /api/v1', () => {
  test('a program does what the people do on the pages, with the same figures', async ({
    assert,
    client,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const worker = await startWorker()
    cleanup(() => worker.stop())
    const owner = new Program(client, await workshop.token('owner'))
    const technician = new Program(client, await workshop.token('technician'))
    const { membership } = await workshop.member('technician')

    const raj = rajKumar()
    const contact = await owner.create('/contacts', { kind: 'customer', ...raj })
    const vehicle = await owner.create('/vehicles', {
      contactId: contact.id,
      registration: 'MH12AB1234',
      make: 'Ather',
      model: '450X',
      fuel: 'ev',
    })
    const ticket = await owner.create('/tickets', {
      contactId: contact.id,
      vehicleId: vehicle.id,
      complaint: COMPLAINT,
      priority: 'P3',
      assigneeId: membership.id,
    })
    assert.containsSubset(await technician.get(`/tickets/${ticket.id}`), {
      complaint: COMPLAINT,
      source: 'api',
      assignee: { id: membership.id },
    })

    const opened = await technician.create('/jobcards', {
      ticketId: ticket.id,
      odometerIn: ODOMETER,
    })
    const job = `/jobcards/${opened.id}`
    await technician.act(`${job}/transitions`, { transition: 'diagnose' })
    const { version } = await technician.get(job)
    const diagnosed = await technician.change(job, { findings: FINDINGS, version })
    const estimated = await technician.change(`${job}/lines`, {
      version: diagnosed.version,
      lines: jobLines('open'),
    })
    assert.containsSubset(estimated, {
      findings: FINDINGS,
      taxablePaise: 402_300,
      taxPaise: 72_414,
      totalPaise: 474_714,
    })
    await technician.act(`${job}/transitions`, { transition: 'estimate' })

    const approval = { approvedBy: raj.name, channel: 'phone' }
    const refused = await technician.ask('POST', `${job}/approvals`, approval)
    refused.assertStatus(403)
    await owner.create(`${job}/approvals`, approval)
    const started = await technician.act(`${job}/transitions`, { transition: 'start' })
    const lines = started.lines as { id: string }[]
    await technician.change(`${job}/lines`, {
      version: started.version,
      lines: jobLines('done').map((line, index) => ({ ...line, id: lines[index].id })),
    })
    const ready = await technician.act(`${job}/transitions`, { transition: 'finish' })
    assert.equal(ready.status, 'ready')

    const barred = await technician.ask('POST', `/invoicing/from-job/${opened.id}`, {})
    barred.assertStatus(403)
    const draft = await owner.create(`/invoicing/from-job/${opened.id}`, {})
    const totals = {
      taxable: 402_300,
      cgst: 36_207,
      sgst: 36_207,
      igst: 0,
      roundOff: -14,
      total: 474_700,
    }
    assert.containsSubset(draft, { status: 'draft', supplyNature: 'intra', totals })
    assert.deepEqual(await trialBalance(owner), {}, 'a draft is in no book')

    const invoice = `/invoicing/${draft.id}`
    const issued = await owner.act(`${invoice}/issue`, { version: draft.version })
    assert.containsSubset(issued, { status: 'issued', totals, balance: 474_700 })
    assert.match(issued.number, /^[A-Z0-9]+\/\d\d-\d\d\/00001$/)

    const pdf = await owner.ask('GET', `${invoice}/pdf`)
    pdf.assertStatus(200)
    pdf.assertHeader('content-type', 'application/pdf')
    const paper = await readPdf(new Uint8Array(pdf.body() as Buffer))
    const text = paper.pages.join(' ').replaceAll(/\s+/g, ' ')
    for (const words of [...PRINTED, issued.number]) assert.include(text, words)

    await owner.create(`${invoice}/email`, {})
    await worker.done('kernel.deliver_message')
    assert.containsSubset(await owner.get(invoice), {
      messages: [{ to: raj.email, status: 'sent' }],
    })
    const { messages } = await new Mailbox(mailboxFolder(app)).list()
    const mail = messages.find(
      ({ to, subject }) => to.join().includes(raj.email) && subject.includes(issued.number)
    )
    assert.deepEqual(
      mail?.attachments.map(({ contentType }) => contentType),
      ['application/pdf']
    )

    const payment = {
      idempotencyKey: randomUUID(),
      mode: 'upi',
      reference: '632112345678',
      amount: 474_700,
    }
    const paid = await owner.create(`${invoice}/payments`, payment)
    const again = await owner.create(`${invoice}/payments`, payment)
    assert.equal(again.id, paid.id, 'sent twice, it is recorded once')
    assert.containsSubset(await owner.get(invoice), { state: 'paid', balance: 0 })
    const books = {
      bank_upi: 474_700,
      round_off: 14,
      labour_income: -120_000,
      parts_income: -282_300,
      output_cgst: -36_207,
      output_sgst: -36_207,
    }
    assert.deepEqual(await trialBalance(owner), books)

    const fleet = await owner.create('/contacts', { kind: 'customer', ...KARNATAKA })
    const alone = await owner.create('/invoicing', {
      contactId: fleet.id,
      date: draft.date,
      lines: LINES,
    })
    assert.containsSubset(await owner.act(`/invoicing/${alone.id}/issue`), {
      supplyNature: 'inter',
      placeOfSupply: { code: '29' },
      totals: { ...totals, cgst: 0, sgst: 0, igst: 72_414 },
    })
    assert.deepEqual(await trialBalance(owner), {
      ...books,
      trade_receivables: 474_700,
      round_off: 28,
      labour_income: -240_000,
      parts_income: -564_600,
      output_igst: -72_414,
    })
  })
})
