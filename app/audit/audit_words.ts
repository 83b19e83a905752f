import type { ListFilter, ListPage } from '../http/page_types.ts'
import type { Say } from '../lang/say.ts'
import { SAID } from './events.ts'
import type { RecordTrail } from './changes.ts'
import type { AuditEntry, SecurityEntry, Who } from './views.ts'

/** Actors of the system by their places in the filter; all other choices of it are names of people and programs. */
const NAMELESS = ['partner', 'system', 'outside']

/** A page of changes in the words of the reader. What people wrote stays as it is. */
export function changesIn(say: Say, list: ListPage<AuditEntry>): ListPage<AuditEntry> {
  return {
    ...list,
    rows: list.rows.map((entry) => entryIn(say, entry)),
    filters: list.filters.map((filter) => filterIn(say, filter)),
  }
}

const YES_OR_NO = new Set(['Yes', 'No'])

/** The record that a trail is about. */
export function trailIn(say: Say, record: RecordTrail): RecordTrail {
  return { ...record, label: say(ownerOf(record.table), record.label) }
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

function entryIn(say: Say, entry: AuditEntry): AuditEntry {
  const owner = ownerOf(entry.record.table)
  return {
    ...entry,
    who: whoIn(say, entry.who),
    record: { ...entry.record, label: say(owner, entry.record.label) },
    changes: entry.changes.map((change) => ({ ...change, label: say(owner, change.label) })),
  }
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

function filterIn(say: Say, filter: ListFilter): ListFilter {
  return {
    ...filter,
    label: say('kernel', filter.label),
    options: filter.options.map(({ value, label }) => {
      if (filter.key === 'who' && !NAMELESS.includes(value)) return { value, label }
      return { value, label: say(filter.key === 'record' ? ownerOf(value) : 'kernel', label) }
    }),
  }
}

/** Tables of modules begin with the module; labels of the kernel stand for the others. */
const ownerOf = (table: string) => table.split('_')[0]
