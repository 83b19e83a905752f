import { Readable } from 'node:stream'
import type { Origin } from '../identity/services/origin.ts'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { ensureMayReadAudit } from './access.ts'
import { auditCatalogue } from './catalogue.ts'
import { allChanges } from './changes.ts'
import { BYTE_ORDER_MARK, csvLine } from './csv.ts'
import { allEvents, eventConditions } from './events.ts'
import { ACTIONS, changeConditions } from './filters.ts'
import { instantText } from './values.ts'
import type { AuditEntry, SecurityEntry } from './views.ts'
import { surfaceOf, whoText } from './who.ts'

/** A CSV file that is written while it is sent. */
export interface CsvFile {
  name: string
  content: Readable
}

/**
 * The list of changes as CSV, one line per changed column. The trail is read in batches of 1 000 entries while the
 * file is sent, so that its length costs no memory. That it was exported is noted first.
 * @throws ForbiddenError, AuditNeedsAllBranchesError, RuleError naming the filter
 */
export async function exportChanges(
  scope: Scope,
  registry: ModuleRegistry,
  filters: Record<string, string>,
  origin: Origin
): Promise<CsvFile> {
  ensureMayReadAudit(scope, 'kernel.audit.export')
  changeConditions(scope, await auditCatalogue(registry), filters)
  await noteExport(scope, 'changes', filters, origin)
  const { timezone } = scope.organisation
  const heading = [
    `Time (${timezone})`,
    'Who',
    'Surface',
    'IP address',
    'Action',
    'Record',
    'Name',
    'Record ID',
    'Field',
    'Before',
    'After',
    'Entry',
  ]
  return file(scope, 'audit-trail', heading, allChanges(scope, registry, filters), (entry) =>
    changeLines(entry, timezone)
  )
}

/**
 * The list of security events as CSV.
 * @throws ForbiddenError, AuditNeedsAllBranchesError, RuleError naming the filter
 */
export async function exportEvents(
  scope: Scope,
  filters: Record<string, string>,
  origin: Origin
): Promise<CsvFile> {
  ensureMayReadAudit(scope, 'kernel.audit.export')
  eventConditions(scope, filters)
  await noteExport(scope, 'security events', filters, origin)
  const { timezone } = scope.organisation
  const heading = [
    `Time (${timezone})`,
    'What',
    'Who',
    'Partner',
    'IP address',
    'Device',
    'Details',
  ]
  return file(scope, 'security-events', heading, allEvents(scope, filters), (entry) =>
    eventLine(entry, timezone)
  )
}

async function noteExport(
  scope: Scope,
  list: string,
  filters: Record<string, string>,
  origin: Origin
) {
  const person = scope.actor.kind === 'user' || scope.actor.kind === 'partner'
  await noteSecurityEvent(
    {
      kind: 'audit.exported',
      userId: person ? scope.actor.id : null,
      organisationId: scope.organisationId,
      details: { list, by: scope.actor.name, ...filters },
    },
    origin
  )
}

function file<Entry>(
  scope: Scope,
  name: string,
  heading: string[],
  batches: AsyncGenerator<Entry[]>,
  lines: (entry: Entry) => string
): CsvFile {
  async function* content() {
    yield BYTE_ORDER_MARK + csvLine(heading)
    for await (const entries of batches) yield entries.map(lines).join('')
  }
  return { name: `${name}-${scope.today()}.csv`, content: Readable.from(content()) }
}

function changeLines(entry: AuditEntry, zone: string): string {
  const { record } = entry
  const head = [
    sortable(entry.at, zone),
    whoText(entry.who),
    surfaceOf(entry.who),
    entry.ip,
    ACTIONS[entry.action],
    record.label,
    [record.title, record.partOf].filter(Boolean).join(' · ') || null,
    record.id,
  ]
  const changes = entry.changes.length > 0 ? entry.changes : [null]
  return changes
    .map((change) =>
      csvLine([
        ...head,
        change?.label ?? null,
        change?.before ?? null,
        change?.masked ? 'changed' : (change?.after ?? null),
        entry.id,
      ])
    )
    .join('')
}

function eventLine({ at, title, who, partner, ip, device, details }: SecurityEntry, zone: string) {
  const facts = details.map(({ label, value }) => `${label}: ${value}`).join('; ')
  return csvLine([sortable(at, zone), title, who, partner, ip, device, facts])
}

/** `YYYY-MM-DD HH:mm:ss`, which spreadsheets read as a time in any country. */
function sortable(at: string, zone: string): string {
  const [date, time] = instantText(at, zone).split(' ')
  return `${date.split('-').reverse().join('-')} ${time}`
}
