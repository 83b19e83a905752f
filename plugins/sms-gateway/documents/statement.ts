import { getBranch, NotFoundError, printedLogo, settingsOf, type Scope } from '@karkhana/kernel'
import { addDays, addMonths, formatDate } from '@karkhana/kernel/dates'
import type {
  DocumentDefinition,
  PrintedColumn,
  PrintedFact,
  PrintedOrganisation,
  PrintedRow,
  PrintedTotal,
} from '@karkhana/kernel/documents'
import { asPaise, formatRupees, groupDigits, sum } from '@karkhana/kernel/money'
import { smsBetween, type LoggedSms } from '@karkhana/kernel/sms'
import { DateTime } from 'luxon'
import { figuresByDay, type DayFigures } from '../services/statement_figures.ts'
import { SETTINGS, STATEMENT_LOG } from '../settings.ts'

/** Messages that are listed one by one; the days count all of them. */
const LISTED = 500

/** What the template is given. */
export interface PrintedStatement extends Record<string, unknown> {
  number: string
  organisation: PrintedOrganisation
  facts: PrintedFact[]
  dayColumns: PrintedColumn[]
  days: PrintedRow[]
  totals: PrintedTotal[]
  messageColumns: PrintedColumn[]
  messages: PrintedRow[]
  /** What is said under the messages. */
  note: string | null
}

const DAY_COLUMNS: PrintedColumn[] = [
  { key: 'day', label: 'Day', kind: 'text' },
  { key: 'sent', label: 'Sent', kind: 'number', width: '22mm' },
  { key: 'failed', label: 'Not sent', kind: 'number', width: '22mm' },
  { key: 'queued', label: 'On the way', kind: 'number', width: '24mm' },
  { key: 'cost', label: 'Cost', kind: 'amount', width: '28mm' },
]

const MESSAGE_COLUMNS: PrintedColumn[] = [
  { key: 'at', label: 'Time', kind: 'text', width: '34mm' },
  { key: 'to', label: 'To', kind: 'code', width: '26mm' },
  { key: 'module', label: 'From', kind: 'text' },
  { key: 'provider', label: 'Provider’s id', kind: 'code', width: '48mm' },
  { key: 'state', label: 'State', kind: 'text', width: '22mm' },
]

const STATES = { sent: 'Sent', failed: 'Not sent', queued: 'On the way' }

/** What went through the gateway in a month, by day and one by one, with the cost. */
const statement: DocumentDefinition<PrintedStatement> = {
  id: 'sms-gateway.statement',
  title: 'SMS statement',
  template: 'sms-gateway::statement',
  record: 'sms_gateway_statements',
  permission: 'sms-gateway.statement.view',
  load,
}

export default statement

/** @throws ForbiddenError, NotFoundError */
async function load(scope: Scope, id: string): Promise<PrintedStatement> {
  const month = await monthOf(scope, id)
  const from = `${month}-01`
  const to = addDays(addMonths(from, 1), -1)
  const days = await figuresByDay(scope, STATEMENT_LOG, { from, to })
  const messages = await smsBetween(scope, STATEMENT_LOG, { from, to, most: LISTED })
  const { cost, sender } = await settingsOf(scope, SETTINGS)
  const all = days.reduce((total, { sent, failed, queued }) => total + sent + failed + queued, 0)
  return {
    number: `SMS ${month}`,
    organisation: await issuer(scope),
    facts: [
      { label: 'From', value: formatDate(from) },
      { label: 'To', value: formatDate(to) },
      ...(sender ? [{ label: 'Sender ID', value: sender, code: true }] : []),
      { label: 'Messages', value: groupDigits(String(all)) },
      { label: 'Cost of a message', value: formatRupees(asPaise(cost)) },
    ],
    dayColumns: DAY_COLUMNS,
    days: days.map(dayRow),
    totals: [{ label: 'Cost, without tax', amount: sum(days.map((day) => day.cost)), grand: true }],
    messageColumns: MESSAGE_COLUMNS,
    messages: messages.map((message) => messageRow(scope, message)),
    note:
      all > messages.length
        ? `The first ${LISTED} of ${groupDigits(String(all))} messages. All of them stand in the log of the SMS gateway.`
        : null,
  }
}

async function monthOf(scope: Scope, id: string): Promise<string> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ month: string }>(
      `select to_char(month, 'YYYY-MM') as month from sms_gateway_statements
        where organisation_id = ? and id = ?`,
      [scope.organisationId, id]
    )
  )
  if (!row) throw new NotFoundError('SMS statement')
  return row.month
}

const dayRow = ({ day, sent, failed, queued, cost }: DayFigures): PrintedRow => ({
  day: formatDate(day),
  sent: groupDigits(String(sent)),
  failed: groupDigits(String(failed)),
  queued: groupDigits(String(queued)),
  cost,
})

function messageRow(scope: Scope, message: LoggedSms): PrintedRow {
  const time = DateTime.fromISO(message.at).setZone(scope.organisation.timezone)
  return {
    at: `${formatDate(time.toISODate()!)} ${time.toFormat('HH:mm')}`,
    to: message.to ?? 'Erased',
    module: message.module,
    provider: message.providerId ?? '',
    state: STATES[message.status],
  }
}

/** The head office stands on it: messages belong to no branch. */
async function issuer(scope: Scope): Promise<PrintedOrganisation> {
  const branch = await getBranch(scope, scope.branch.id)
  const lines = [branch.addressLine1, branch.addressLine2, `${branch.city} ${branch.postalCode}`]
  return {
    name: scope.organisation.name,
    legalName: scope.organisation.legalName,
    address: lines.filter((line): line is string => Boolean(line)),
    taxIds: branch.taxId ? [{ label: 'GSTIN', value: branch.taxId }] : [],
    phone: branch.phone ?? undefined,
    email: branch.email ?? undefined,
    logo: await printedLogo(scope, branch.id),
  }
}
