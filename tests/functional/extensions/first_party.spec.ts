import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { defineExtension, defineModule, type AnyExtension } from '@karkhana/kernel/module'
import { documentHtml } from '@karkhana/kernel/documents'
import { makeWorkshop, timelineOf, type Workshop } from '@karkhana/kernel/testing'
import type { ExtendedDraft, PriceAnswer, TaxAnswer } from '@karkhana/invoicing/contracts'
import type {} from '@karkhana/jobcards/contracts'
import type { TicketPriority } from '@karkhana/tickets/contracts'
import invoiceDocument from '../../../modules/invoicing/documents/invoice.ts'
import jobCard from '../../../modules/jobcards/documents/job_card.ts'
import { setModuleState } from '../../helpers/fixture_server.ts'
import { openJob } from '../../helpers/jobs.ts'
import { Program } from '../../helpers/program.ts'
import { rajKumar } from '../../helpers/repair.ts'
import { withModules } from '../../helpers/with_modules.ts'

/** What the modules answer; each test sets its own. */
const NOTHING = {
  gold: (_draft: ExtendedDraft): PriceAnswer[] | null => null,
  festival: (_draft: ExtendedDraft): PriceAnswer[] | null => null,
  taxes: (_draft: ExtendedDraft): TaxAnswer | null => null,
  footer: (): string[] => [],
  priority: (): { priority: TicketPriority; reason: string } | null => null,
}
const answers = { ...NOTHING }

const lazy = (extension: unknown) => () => Promise.resolve({ default: extension as AnyExtension })
const module = (id: string, name: string, adds: Record<string, unknown>) =>
  defineModule({
    id,
    name,
    description: name,
    version: '0.1.0',
    kernel: '^0.1.0',
    kind: 'app',
    initialState: 'available',
    requires: { invoicing: '^0.1.0', tickets: '^0.1.0', jobcards: '^0.1.0' },
    extensions: {
      offers: [],
      adds: Object.fromEntries(
        Object.entries(adds).map(([point, answer]) => [point, [lazy(answer)]])
      ),
    },
  })

const MODULES = [
  module('festival', 'Festival offers', {
    'invoicing.price_rules@1': defineExtension('invoicing.price_rules@1', (_scope, draft) =>
      Promise.resolve(answers.festival(draft))
    ),
  }),
  module('gold', 'Gold club', {
    'invoicing.price_rules@1': defineExtension('invoicing.price_rules@1', (_scope, draft) =>
      Promise.resolve(answers.gold(draft))
    ),
    'invoicing.tax_lines@1': defineExtension('invoicing.tax_lines@1', (_scope, draft) =>
      Promise.resolve(answers.taxes(draft))
    ),
    'invoicing.document_footer@1': defineExtension('invoicing.document_footer@1', () =>
      Promise.resolve({ lines: answers.footer() })
    ),
    'jobcards.document_footer@1': defineExtension(
      'jobcards.document_footer@1',
      (_scope, { status }) =>
        Promise.resolve({ lines: answers.footer().map((line) => `${line} (${status})`) })
    ),
    'tickets.priority@1': defineExtension('tickets.priority@1', () =>
      Promise.resolve(answers.priority())
    ),
  }),
]

/** Two lines before GST: labour at 500.00 and a part at 2 × 1,000.00, both at 18 %. */
const LINES = [
  { description: 'Brake service', hsn: '998714', quantity: '1', unitPrice: '500', gstRate: '18' },
  { description: 'Brake pads', hsn: '870830', quantity: '2', unitPrice: '1000', gstRate: '18' },
]

interface Line {
  description: string
  unitPrice: string
  discountPercent: string
  taxable: number
  cess: number
  total: number
  notes: string[]
  addedBy: string | null
  priceRule: string | null
}
interface Invoice {
  id: string
  version: number
  lines: Line[]
  totals: { total: number; cess: number; roundOff: number }
}

test.group('First-party extension points', (group) => {
  let mine: Workshop
  let other: Workshop

  group.setup(async () => {
    const takeOut = await withModules(MODULES)
    ;[mine, other] = [await makeWorkshop(), await makeWorkshop()]
    return takeOut
  })
  group.each.setup(async () => {
    Object.assign(answers, NOTHING)
    for (const { id } of MODULES) await setModuleState(mine, id, 'enabled')
  })

  const contacts = new Map<Workshop, string>()
  async function start(client: ApiClient, workshop = mine) {
    const program = new Program(client, await workshop.token())
    if (!contacts.has(workshop)) {
      const made = await program.create('/contacts', {
        kind: 'customer',
        ...rajKumar(),
        name: 'Asha Patil',
        phone: '9822011111',
      })
      contacts.set(workshop, made.id)
    }
    const date = (await workshop.scope()).today()
    const draft = { contactId: contacts.get(workshop)!, date, lines: LINES }
    const save = async () => (await program.create('/invoicing', draft)) as unknown as Invoice
    return { program, draft, save }
  }

  /** What the books hold for an invoice: debits and credits in paise, by account. */
  async function journal(workshop: Workshop, id: string) {
    const scope = await workshop.scope()
    return scope.read((unit) =>
      unit.rows<{ name: string; debit: string; credit: string }>(
        `select a.name, l.debit, l.credit from accounting_lines l
           join accounting_entries e on e.organisation_id = l.organisation_id and e.id = l.entry_id
           join accounting_accounts a on a.organisation_id = l.organisation_id and a.id = l.account_id
          where e.source_type = 'invoice' and e.source_id = ?`,
        [id]
      )
    )
  }

  test('price rules change a price, with the reason on the line; what the writer asked is kept', async ({
    client,
    assert,
  }) => {
    answers.gold = ({ contactId }) =>
      contactId ? [{ line: 1, discountPercent: '10', reason: 'Gold member' }] : null
    const { program, draft, save } = await start(client)
    const invoice = await save()
    assert.containsSubset(invoice.lines[1], {
      unitPrice: '1000.00',
      discountPercent: '10',
      taxable: 180_000,
      notes: ['Gold member'],
      priceRule: 'gold',
    })
    assert.deepEqual(invoice.lines[0].notes, [])

    // Saved again as the form shows it, the rule counts once.
    const again = (await program.change(`/invoicing/${invoice.id}`, {
      ...draft,
      version: invoice.version,
    })) as unknown as Invoice
    assert.equal(again.lines[1].taxable, 180_000)
    const form = await client
      .get(`/invoicing/${invoice.id}/edit`)
      .header('x-inertia', 'true')
      .loginAs(await mine.user())
    assert.notInclude(form.text(), '"discountPercent":"10"')
  })

  test('of several price rules the cheapest for the customer counts', async ({
    client,
    assert,
  }) => {
    answers.gold = () => [{ line: 1, discountPercent: '10', reason: 'Gold member' }]
    answers.festival = () => [
      { line: 1, unitPrice: '850', reason: 'Diwali price' },
      { line: 0, unitPrice: '600', reason: 'Express' },
    ]
    const { save } = await start(client)
    const { lines } = await save()
    assert.deepEqual(
      lines.map(({ taxable, notes }) => [taxable, notes]),
      [
        [60_000, ['Express']],
        [170_000, ['Diwali price']],
      ]
    )
  })

  test('the discount of a rule is not held to what the writer may give', async ({
    client,
    assert,
  }) => {
    answers.gold = () => [{ line: 0, discountPercent: '50', reason: 'Gold member' }]
    const { draft } = await start(client)
    const manager = new Program(client, await mine.token('manager'))
    const invoice = (await manager.create('/invoicing', draft)) as unknown as Invoice
    assert.equal(invoice.lines[0].taxable, 25_000)
    const own = await manager.ask('POST', '/invoicing', {
      ...draft,
      lines: [{ ...LINES[0], discountPercent: '50' }],
    })
    own.assertStatus(422)
    const changed = await manager.ask('PUT', `/invoicing/${invoice.id}`, {
      ...draft,
      version: invoice.version,
    })
    changed.assertStatus(200)
  })

  test('cess and charges are taxed, added up, posted and printed as any other line', async ({
    client,
    assert,
  }) => {
    answers.taxes = () => ({
      cess: [{ line: 1, rate: '3', reason: 'Compensation cess' }],
      lines: [
        {
          description: 'Pick-up and drop',
          hsn: '996719',
          quantity: '1',
          unitPrice: '250',
          gstRate: '18',
          reason: 'More than 5 km away',
        },
      ],
    })
    const { program, save } = await start(client)
    const draft = await save()
    assert.lengthOf(draft.lines, 3)
    assert.containsSubset(draft.lines[2], {
      addedBy: 'gold',
      taxable: 25_000,
      total: 29_500,
      notes: ['More than 5 km away'],
    })
    assert.equal(draft.lines[1].cess, 6_000)
    // 500 + 2,000 + 250 = 2,750; 18 % of it 495; cess 60
    assert.equal(draft.totals.total, 330_500)

    const issued = (await program.act(`/invoicing/${draft.id}/issue`, {
      version: draft.version,
    })) as unknown as Invoice
    assert.equal(issued.totals.total, 330_500)
    const entries = await journal(mine, draft.id)
    const sum = (side: 'debit' | 'credit') =>
      entries.reduce((total, row) => total + Number(row[side]), 0)
    assert.equal(sum('debit'), sum('credit'))
    assert.equal(sum('debit'), 330_500)
    assert.isTrue(
      entries.some(({ name, credit }) => /cess/i.test(name) && Number(credit) === 6_000)
    )
    const scope = await mine.scope()
    const printed = await documentHtml(
      invoiceDocument,
      await invoiceDocument.load(scope, draft.id, 'en')
    )
    assert.include(printed, 'Pick-up and drop')
    assert.include(printed, 'Compensation cess')
  })

  test('issuing asks for taxes again and leaves prices as the draft shows them', async ({
    client,
    assert,
  }) => {
    answers.gold = () => [{ line: 0, discountPercent: '10', reason: 'Gold member' }]
    answers.taxes = () => ({
      lines: [
        {
          description: 'Old fee',
          hsn: '9987',
          quantity: '1',
          unitPrice: '10',
          gstRate: '18',
          reason: 'Old rule',
        },
      ],
    })
    const { program, save } = await start(client)
    const draft = await save()
    answers.gold = () => [{ line: 0, discountPercent: '90', reason: 'A mistake' }]
    answers.taxes = () => ({
      cess: [{ line: 0, perUnit: '20', reason: 'New rule' }],
      lines: [],
    })
    const issued = (await program.act(`/invoicing/${draft.id}/issue`, {
      version: draft.version,
    })) as unknown as Invoice
    assert.deepEqual(
      issued.lines.map(({ description, taxable, cess, notes }) => [
        description,
        taxable,
        cess,
        notes,
      ]),
      [
        ['Brake service', 45_000, 2_000, ['Gold member', 'New rule']],
        ['Brake pads', 200_000, 0, []],
      ]
    )
  })

  test('the preview shows the same, and saves nothing', async ({ client, assert }) => {
    answers.gold = () => [{ line: 0, unitPrice: '450', reason: 'Gold member' }]
    const { program, draft } = await start(client)
    const preview = await program.ask('POST', '/invoicing/preview', draft)
    preview.assertStatus(200)
    assert.containsSubset(preview.body().data.lines[0], {
      unitPrice: '450',
      taxable: 45_000,
      notes: ['Gold member'],
    })
  })

  test('an answer that cannot be used stops the writer and names the module', async ({
    client,
    assert,
  }) => {
    const { program, draft } = await start(client)
    const wrong: [Partial<typeof NOTHING>, string][] = [
      [{ gold: () => [{ line: 7, unitPrice: '1', reason: 'x' }] }, 'line 7'],
      [{ gold: () => [{ line: 0, unitPrice: '-5', reason: 'x' }] }, '"-5"'],
      [{ gold: () => [{ line: 0, discountPercent: '101', reason: 'x' }] }, '"101"'],
      [{ gold: () => [{ line: 0, unitPrice: '5', reason: ' ' }] }, 'without a reason'],
      [{ taxes: () => ({ cess: [{ line: 0, rate: 'a lot', reason: 'x' }] }) }, '"a lot"'],
      [{ taxes: () => ({ lines: [{ ...LINES[0], hsn: '1', reason: 'x' }] }) }, 'HSN or SAC "1"'],
    ]
    for (const [change, what] of wrong) {
      Object.assign(answers, NOTHING, change)
      const refused = await program.ask('POST', '/invoicing', draft)
      refused.assertStatus(422)
      assert.equal(refused.body().code, 'E_EXTENSION_ANSWER')
      assert.include(refused.body().title, '“Gold club”')
      assert.include(refused.body().title, what)
    }
    Object.assign(answers, NOTHING, {
      gold: () => {
        throw new Error('no connection')
      },
    })
    const failed = await program.ask('POST', '/invoicing', draft)
    failed.assertStatus(422)
    assert.containsSubset(failed.body(), {
      code: 'E_EXTENSION_FAILED',
      meta: { module: 'gold', point: 'invoicing.price_rules@1' },
    })
  })

  test('footers stand on invoice and job card, and a failing one stands in nobody’s way', async ({
    client,
    assert,
  }) => {
    answers.footer = () => ['Warranty <b>12</b> months', '']
    const { program, save } = await start(client)
    const { id } = await save()
    const { id: job } = await openJob(new Program(client, await other.token()))
    await setModuleState(other, 'gold', 'enabled')
    const scope = await mine.scope()
    const invoice = await documentHtml(invoiceDocument, await invoiceDocument.load(scope, id, 'en'))
    assert.include(invoice, 'Warranty &lt;b&gt;12&lt;/b&gt; months')
    const there = await other.scope()
    assert.include(
      await documentHtml(jobCard, await jobCard.load(there, job, 'en')),
      'months (received)'
    )
    await setModuleState(other, 'gold', 'paused')
    assert.notInclude(
      await documentHtml(jobCard, await jobCard.load(await other.scope(), job, 'en')),
      'Warranty'
    )
    await setModuleState(other, 'gold', null)
    answers.footer = () => {
      throw new Error('no footer today')
    }
    const printed = await program.ask('GET', `/invoicing/${id}`)
    printed.assertStatus(200)
    const data = await invoiceDocument.load(await mine.scope(), id, 'en')
    assert.deepEqual(data.footer, [])
  })

  test('tickets become more urgent, never less, and their history says why', async ({
    client,
    assert,
  }) => {
    const { program, draft } = await start(client)
    const raise = async (priority: string) =>
      program.create('/tickets', {
        contactId: draft.contactId,
        complaint: 'Does not start',
        priority,
      })
    answers.priority = () => ({ priority: 'P2', reason: 'Maintenance contract' })
    const raised = await raise('P4')
    assert.equal(raised.priority, 'P2')
    assert.equal((await raise('P1')).priority, 'P1')
    const history = await timelineOf(await mine.scope(), 'tickets_tickets', raised.id)
    assert.include(JSON.stringify(history), 'P2: Maintenance contract (Gold club)')
    answers.priority = () => {
      throw new Error('not today')
    }
    assert.equal((await raise('P3')).priority, 'P3')
    await setModuleState(mine, 'gold', 'paused')
    answers.priority = () => ({ priority: 'P1', reason: 'x' })
    assert.equal((await raise('P3')).priority, 'P3')
  })

  test('where the modules are off, invoices are what they were', async ({ client, assert }) => {
    answers.gold = () => [{ line: 0, unitPrice: '1', reason: 'x' }]
    answers.taxes = () => ({ cess: [{ line: 0, rate: '5', reason: 'x' }] })
    const { save } = await start(client, other)
    const { lines } = await save()
    assert.deepEqual(
      lines.map(({ taxable, cess, notes, priceRule }) => [taxable, cess, notes, priceRule]),
      [
        [50_000, 0, [], null],
        [200_000, 0, [], null],
      ]
    )
  })
})
