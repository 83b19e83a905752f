import type { Say } from '../lang/say.ts'
import type { ModuleDetail } from './detail.ts'
import type { ModuleName, ModuleRow } from './overview.ts'

/** A module of the list as its reader calls it. */
export function moduleIn<Row extends ModuleRow>(say: Say, row: Row): Row {
  return {
    ...row,
    name: say(row.id, row.name),
    description: say(row.id, row.description),
    requires: row.requires.map((each) => namedIn(say, each)),
    requiredBy: row.requiredBy.map((each) => namedIn(say, each)),
  }
}

/** One module with what it brings, as its reader calls it. Ids of events, jobs and contracts stay as they are. */
export function moduleDetailIn(say: Say, detail: ModuleDetail): ModuleDetail {
  const { contents, id } = detail
  return {
    ...moduleIn(say, detail),
    enhances: detail.enhances.map((each) => namedIn(say, each)),
    contents: {
      ...contents,
      menu: contents.menu.map((entry) => ({ ...entry, label: say(id, entry.label) })),
      permissions: contents.permissions.map((label) => say(id, label)),
      schedules: contents.schedules.map((each) => ({ ...each, label: say(id, each.label) })),
      widgets: contents.widgets.map((title) => say(id, title)),
    },
  }
}

const namedIn = (say: Say, module: ModuleName) => ({ ...module, name: say(module.id, module.name) })
