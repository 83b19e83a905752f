import {
  getBranch,
  printedCustomFields,
  printedLogo,
  wordsOf,
  type Language,
  type Scope,
  type Words,
} from '@karkhana/kernel'
import { formatDate } from '@karkhana/kernel/dates'
import { footerLines, type DocumentDefinition } from '@karkhana/kernel/documents'
import type {
  PrintedColumn,
  PrintedFact,
  PrintedOrganisation,
  PrintedParty,
  PrintedRow,
  PrintedTotal,
} from '@karkhana/kernel/documents'
import { asPaise, formatAmount, formatRupees, groupDigits, paise } from '@karkhana/kernel/money'
import type {} from '@karkhana/contacts/contracts'
import type {} from '@karkhana/vehicles/contracts'
import { DateTime } from 'luxon'
import { JOBS } from '../records.ts'
import { getJob } from '../services/read_job.ts'
import { LINE_STATES, STATUS_LOOKS } from '../status/looks.ts'
import type { JobRecord } from '../transformers/job.ts'

/** What the template is given. */
export interface PrintedJobCard extends Record<string, unknown> {
  number: string
  /** Who signs. */
  customer: string
  stamp: string | null
  organisation: PrintedOrganisation
  facts: PrintedFact[]
  parties: PrintedParty[]
  columns: PrintedColumn[]
  rows: PrintedRow[]
  totals: PrintedTotal[]
  notes: { heading: string; text: string }[]
  /** Fields of the organisation's own. */
  custom: PrintedFact[]
  /** What other modules put at the foot. */
  footer: string[]
}

/** Units that say nothing to a customer. */
const SILENT_UNITS = ['OTH', 'NA']

const columnsOf = (say: Words): PrintedColumn[] => [
  { key: 'place', label: '#', kind: 'index', width: '7mm' },
  { key: 'description', label: say('paper.description'), kind: 'text' },
  { key: 'state', label: say('paper.state'), kind: 'text', width: '18mm' },
  { key: 'hsn', label: 'HSN/SAC', kind: 'code', width: '17mm' },
  { key: 'quantity', label: say('paper.quantity'), kind: 'number', width: '20mm' },
  { key: 'price', label: say('paper.price'), kind: 'number', width: '22mm' },
  { key: 'amount', label: say('paper.amount'), kind: 'amount', width: '24mm' },
]

/** The card as the customer signs it and the technician takes it to the vehicle. */
const jobCard: DocumentDefinition<PrintedJobCard> = {
  id: 'jobcards.job_card',
  title: 'Job card',
  template: 'jobcards::job_card',
  record: 'jobcards_jobs',
  permission: 'jobcards.job.view',
  formats: ['A5'],
  language: customersLanguage,
  load: loadJobCard,
}

export default jobCard

async function customersLanguage(scope: Scope, id: string): Promise<Language | null> {
  const { contact } = await getJob(scope, id)
  const contacts = await scope.need('contacts.directory@1')
  return (await contacts.get(scope, contact.id)).language
}

async function loadJobCard(scope: Scope, id: string, language: Language): Promise<PrintedJobCard> {
  const say = wordsOf(language, 'jobcards')
  const job = await getJob(scope, id)
  return {
    number: job.number,
    customer: job.contact.name,
    stamp: job.cancelledAt ? say('paper.cancelled') : null,
    organisation: await issuer(scope, job.branchId),
    facts: factsOf(scope, job, say),
    custom: await printedCustomFields(scope, JOBS.table, job.custom),
    footer: await footerLines(scope, 'jobcards.document_footer@1', {
      jobId: job.id,
      contactId: job.contact.id,
      vehicleId: job.vehicle.id,
      status: job.status,
    }),
    parties: await partiesOf(scope, job, say),
    columns: columnsOf(say),
    rows: job.lines.map((line, index) => ({
      place: index + 1,
      description: line.description,
      descriptionNote: [line.groupName, discountNote(line.discountPercent, say)]
        .filter(Boolean)
        .join(' · '),
      hsn: line.hsn,
      quantity: SILENT_UNITS.includes(line.unit) ? line.quantity : `${line.quantity} ${line.unit}`,
      price: formatAmount(paise(line.unitPrice)),
      amount: line.amountPaise,
      state: say.label(LINE_STATES[line.state]),
    })),
    totals: [
      { label: say('paper.before_tax'), amount: asPaise(job.taxablePaise) },
      { label: say('paper.gst'), amount: asPaise(job.taxPaise) },
      { label: say('paper.estimate'), amount: asPaise(job.totalPaise), grand: true },
    ],
    notes: [
      { heading: say('paper.complaint'), text: job.complaint },
      ...(job.findings ? [{ heading: say('paper.findings'), text: job.findings }] : []),
      ...job.approvals.slice(0, 1).map((approval) => ({
        heading: say('paper.approval'),
        text: say('paper.approved', {
          amount: formatRupees(asPaise(approval.totalPaise)),
          name: approval.approvedBy,
          at: local(scope, approval.at),
        }),
      })),
    ],
  }
}

const discountNote = (percent: string, say: Words) =>
  percent === '0' ? null : say('paper.discount', { percent })

function factsOf(scope: Scope, job: JobRecord, say: Words): PrintedFact[] {
  const facts: (PrintedFact | null)[] = [
    { label: say('paper.opened'), value: local(scope, job.createdAt) },
    {
      label: say('paper.status'),
      value: job.cancelledAt ? say('paper.cancelled') : say.label(STATUS_LOOKS[job.status].label),
    },
    job.promisedAt ? { label: say('paper.promised'), value: local(scope, job.promisedAt) } : null,
    job.technician ? { label: say('paper.technician'), value: job.technician.name } : null,
    job.ticket ? { label: say('paper.ticket'), value: job.ticket.number, code: true } : null,
    job.invoice ? { label: say('paper.invoice'), value: job.invoice.number, code: true } : null,
  ]
  return facts.filter((fact) => fact !== null)
}

async function partiesOf(scope: Scope, job: JobRecord, say: Words): Promise<PrintedParty[]> {
  const contact = await (await scope.need('contacts.directory@1')).get(scope, job.contact.id)
  const vehicle = await (await scope.need('vehicles.registry@1')).get(scope, job.vehicle.id)
  const place = [contact.city, contact.postalCode].filter(Boolean).join(' ')
  return [
    {
      heading: say('paper.customer'),
      name: contact.name,
      lines: words(contact.addressLine1, contact.addressLine2, place, phone(contact.phone)),
      taxIds: contact.gstin ? [{ label: 'GSTIN', value: contact.gstin }] : undefined,
    },
    {
      heading: say('paper.vehicle'),
      name: vehicle.registration ?? job.vehicle.name,
      lines: words(
        [vehicle.make, vehicle.model, vehicle.variant].filter(Boolean).join(' '),
        vehicle.vin && say('paper.chassis', { vin: vehicle.vin }),
        job.odometerIn !== null && say('paper.odometer_in', { km: kilometres(job.odometerIn) }),
        job.odometerOut !== null && say('paper.odometer_out', { km: kilometres(job.odometerOut) }),
        job.stateOfChargeIn !== null && say('paper.charge_in', { percent: job.stateOfChargeIn })
      ),
    },
  ]
}

async function issuer(scope: Scope, branchId: string): Promise<PrintedOrganisation> {
  const branch = await getBranch(scope, branchId)
  return {
    branchId,
    name: scope.organisation.name,
    legalName: scope.organisation.legalName,
    address: words(branch.addressLine1, branch.addressLine2, `${branch.city} ${branch.postalCode}`),
    taxIds: branch.taxId ? [{ label: 'GSTIN', value: branch.taxId }] : [],
    phone: branch.phone ?? undefined,
    email: branch.email ?? undefined,
    logo: await printedLogo(scope, branchId),
  }
}

/** `+919822012345` → `+91 98220 12345`; numbers of other countries stay as they are. */
const phone = (number: string | null) => number?.replace(/^(\+91)(\d{5})(\d{5})$/, '$1 $2 $3')

const kilometres = (km: number) => groupDigits(String(km))

function words(...lines: (string | null | undefined | false)[]): string[] {
  return lines.filter((line): line is string => Boolean(line))
}

/** An instant as people of the organisation read it. */
function local(scope: Scope, at: string): string {
  const time = DateTime.fromISO(at).setZone(scope.organisation.timezone)
  return `${formatDate(time.toISODate()!)} ${time.toFormat('HH:mm')}`
}
