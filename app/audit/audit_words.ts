import type { ListFilter, ListPage } from '../http/page_types.ts'
import type { Say } from '../lang/say.ts'
import { SAID } from './events.ts'
import type { Catalogue } from './catalogue.ts'
import type { RecordTrail } from './changes.ts'
import type { AuditedChange, AuditEntry, SecurityEntry, Who } from './views.ts'

/** Actors of the system by their places in the filter; all other choices of it are names of people and programs. */
const NAMELESS = ['partner', 'system', 'outside']

/** A page of changes in the words of the reader. What people wrote stays as it is. */
export function changesIn(
  say: Say,
  catalogue: Catalogue,
  list: ListPage<AuditEntry>
): ListPage<AuditEntry> {
  return {
    ...list,
    rows: list.rows.map((entry) => entryIn(say, catalogue, entry)),
    filters: list.filters.map((filter) => filterIn(say, filter, catalogue)),
  }
}

const YES_OR_NO = new Set(['Yes', 'No'])

/** The record that a trail is about. */
export function trailIn(say: Say, catalogue: Catalogue, record: RecordTrail): RecordTrail {
  return { ...record, label: say(ownerOf(catalogue, record.table), record.label) }
}

/** A page of security events in the words of the reader. */
export function eventsIn(say: Say, list: ListPage<SecurityEntry>): ListPage<SecurityEntry> {
  return {
    ...list,
    rows: list.rows.map((event) => ({
      ...event,
      title: say('kernel', event.title),
      details: event.details.map(({ label, value }) => ({
        label: say('kernel', label),
        value: SAID.has(label) || YES_OR_NO.has(value) ? say('kernel', value) : value,
      })),
    })),
    filters: list.filters.map((filter) => filterIn(say, filter)),
  }
}

function entryIn(say: Say, catalogue: Catalogue, entry: AuditEntry): AuditEntry {
  const owner = ownerOf(catalogue, entry.record.table)
  return {
    ...entry,
    who: whoIn(say, entry.who),
    record: { ...entry.record, label: say(owner, entry.record.label) },
    changes: entry.changes.map((change) => changeIn(say, owner, change)),
  }
}

/** Fields of the organisation's own keep the names it gave them. */
function changeIn(say: Say, owner: string, change: AuditedChange): AuditedChange {
  if (change.column.startsWith('custom.')) return change
  return { ...change, label: say(owner, change.label) }
}

/** People and programs keep their names; whoever has none is called by what they are. */
function whoIn(say: Say, who: Who): Who {
  const named = who.kind === 'outside' || who.hint === 'By a link'
  return {
    ...who,
    name: named ? say('kernel', who.name) : who.name,
    hint: named && who.hint ? say('kernel', who.hint) : who.hint,
  }
}

function filterIn(say: Say, filter: ListFilter, catalogue?: Catalogue): ListFilter {
  return {
    ...filter,
    label: say('kernel', filter.label),
    options: filter.options.map(({ value, label }) => {
      if (filter.key === 'who' && !NAMELESS.includes(value)) return { value, label }
      const owner = catalogue && filter.key === 'record' ? ownerOf(catalogue, value) : 'kernel'
      return { value, label: say(owner, label) }
    }),
  }
}

/** Labels of the kernel stand for tables of no module, and for those of modules that are gone. */
const ownerOf = (catalogue: Catalogue, table: string) => catalogue.get(table)?.module ?? 'kernel'
