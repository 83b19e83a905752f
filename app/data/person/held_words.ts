import type { Say } from '../../lang/say.ts'
import type { HeldAbout } from './held.ts'

/** What is held about somebody, with tables and kinds as the reader calls them. */
export function heldIn(say: Say, held: HeldAbout): HeldAbout {
  const kind = held.kind.id.split('.')[0]
  return {
    ...held,
    kind: { ...held.kind, label: say(kind, held.kind.label) },
    held: held.held.map((table) => ({ ...table, label: say(table.module, table.label) })),
    plan: held.plan && {
      ...held.plan,
      tables: held.plan.tables.map((table) => ({
        ...table,
        label: say(table.module, table.label),
        cleared: table.cleared.map((column) => say(table.module, column)),
        replaced: table.replaced.map((column) => say(table.module, column)),
      })),
      blockers: held.plan.blockers.map((each) => ({ ...each, what: say('kernel', each.what) })),
      notes: held.plan.notes.map((note) => say('kernel', note)),
    },
  }
}
