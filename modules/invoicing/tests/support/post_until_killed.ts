/**
 * A process of its own that sells for one organisation as fast as it can, until somebody kills it.
 * Rehearses with a second one, so that everything is loaded and connected, says `ready` and how many
 * milliseconds a sale takes here, and begins at a line on its input.
 *
 * Arguments: organisation and customer, then those of the rehearsal.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'
import type { Scope } from '@karkhana/kernel'

/** Sales under way at the same time. */
const HANDS = 4

const [organisationId, contactId, rehearsalId, rehearsalContactId] = process.argv.slice(2)
// started in the folder of the sources
const root = pathToFileURL(`${process.cwd()}/`)
const importer = (file: string) => import(file.startsWith('.') ? new URL(file, root).href : file)
const app = new Ignitor(root, { importer }).createApp('console')
await app.init()
await app.boot()
await app.start(async () => {})

const { systemScope } = await import('@karkhana/kernel')
const { createDraft } = await import('../../services/drafts.ts')
const { issueInvoice } = await import('../../services/issue.ts')
const { recordPayment } = await import('../../services/payments.ts')
const { REPAIR } = await import('./sale.ts')

/** Draft, invoice with its message, payment: three transactions. */
async function sell(scope: Scope, customer: string) {
  const draft = await createDraft(scope, {
    contactId: customer,
    date: scope.today(),
    lines: REPAIR,
  })
  const { id, total } = await issueInvoice(scope, draft.id, { email: true })
  await recordPayment(scope, id, { idempotencyKey: randomUUID(), mode: 'upi', amount: total })
}

async function sellForEver(scope: Scope): Promise<never> {
  for (;;) await sell(scope, contactId)
}

const rehearsal = await systemScope(rehearsalId, 'post_until_killed')
const rehearse = () =>
  Promise.all(Array.from({ length: HANDS }, () => sell(rehearsal, rehearsalContactId)))
// The first time is spent on loading
await rehearse()
const began = performance.now()
await rehearse()
const pace = Math.ceil(performance.now() - began)
const scope = await systemScope(organisationId, 'post_until_killed')
process.stdout.write(`ready ${pace}\n`)
await once(process.stdin, 'data')
await Promise.all(Array.from({ length: HANDS }, () => sellForEver(scope)))
