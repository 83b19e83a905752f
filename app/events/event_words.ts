import type { Say } from '../lang/say.ts'
import type { DeliveryRow } from './views.ts'
import type { EventRow } from './lists.ts'

/** An event, its title as the reader calls what its module declares. */
export function eventIn<Row extends EventRow>(say: Say, row: Row): Row {
  return { ...row, title: titleIn(say, row) }
}

/** One handler's share in it. */
export function deliveryIn(say: Say, row: DeliveryRow): DeliveryRow {
  return {
    ...row,
    title: titleIn(say, row),
    reason: row.reason && say('kernel', row.reason),
  }
}

/** Declarations are sentences; the title stands without the full stop. */
function titleIn(say: Say, { event, title }: { event: string; title: string }): string {
  const sentence = `${title}.`
  const said = say(event.split('.')[0], sentence)
  return said === sentence ? title : said.replace(/[.\u0964]$/u, '')
}
