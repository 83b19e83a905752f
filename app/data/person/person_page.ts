import { phrase, columnLabel } from '../../audit/words.ts'
import { instantText, PLAIN, valueText } from '../../audit/values.ts'
import type { HeldChange, HeldTable, PersonData } from './collect.ts'

/** What stands above the data. */
export interface PageHead {
  organisation: string
  /** ISO instant. */
  createdAt: string
  createdBy: string
  zone: string
}

/** Columns that say nothing to people. */
const TECHNICAL =
  /^(organisation_id|version|updated_at|transaction_id|seq|sort|position|phone_digits|actor_(id|kind)|source_\w+)$/
const AN_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/

/** Everything about somebody as one page that any browser opens and prints; it loads nothing. */
export function personPage(data: PersonData, head: PageHead): string {
  const modules = [...new Set(data.tables.map(({ moduleName }) => moduleName))]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Data about ${escape(data.person.name)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="organisation">${escape(head.organisation)}</p>
<h1>Data about ${escape(data.person.name)}</h1>
<p>${escape(data.kind.label)}. Everything that ${escape(head.organisation)} holds in Karkhana about this person,
on ${instantText(head.createdAt, head.zone)}; put together by ${escape(head.createdBy)}.</p>
<ul class="summary">
${data.tables.map((table) => `<li><a href="#${table.table}">${escape(countOf(table))}</a></li>`).join('\n')}
${data.changes.length > 0 ? `<li><a href="#history">History (${data.changes.length})</a></li>` : ''}
</ul>
</header>
<main>
${modules
  .map((name) =>
    [
      `<h2>${escape(name)}</h2>`,
      ...data.tables
        .filter(({ moduleName }) => moduleName === name)
        .map((table) => section(table, head.zone)),
    ].join('\n')
  )
  .join('\n')}
${history(data, head.zone)}
</main>
<footer>The file person.json beside this page holds the same for programs. Ids, and the names of the people who
worked on these records, are left out here.</footer>
</body>
</html>
`
}

function countOf({ label, rows }: HeldTable) {
  return `${label} (${rows.length})`
}

/** Records stand one below the other, their many small parts as lines of a table. */
function section(table: HeldTable, zone: string): string {
  const columns = shownColumns(table)
  const cells = table.rows.map((row) =>
    columns.map((column) => textOf(column, table.types[column] ?? 'text', row[column], zone))
  )
  const used = columns.filter((_, index) => cells.some((row) => row[index] !== null))
  const labels = columns.map((column) => columnLabel(column, table.types[column] ?? 'text'))
  const compact = table.part && used.length <= MOST_COLUMNS
  const body = compact
    ? tableOf(
        used.map((column) => labels[columns.indexOf(column)]),
        cells.map((row) => used.map((column) => row[columns.indexOf(column)]))
      )
    : cells.map((row) => card(labels, row)).join('\n')
  return `<section id="${table.table}"><h3>${escape(countOf(table))}</h3>${body}</section>`
}

const MOST_COLUMNS = 7

/** In the order of the database, without ids and without what only programs need. */
function shownColumns({ types, part, rows }: HeldTable): string[] {
  const known = Object.keys(types).filter((column) => rows.some((row) => column in row))
  return known.filter(
    (column) =>
      !TECHNICAL.test(column) &&
      !types[column].startsWith('uuid') &&
      !(part && column === 'created_at') &&
      !rows.some((row) => typeof row[column] === 'string' && AN_ID.test(row[column]))
  )
}

function tableOf(labels: string[], rows: (string | null)[][]): string {
  const head = labels.map((label) => `<th>${escape(label)}</th>`).join('')
  const lines = rows.map(
    (row) => `<tr>${row.map((text) => `<td>${escape(text ?? '')}</td>`).join('')}</tr>`
  )
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`
}

function card(labels: string[], row: (string | null)[]): string {
  const items = row.map((text, index) =>
    text === null ? '' : `<div><dt>${escape(labels[index])}</dt><dd>${escape(text)}</dd></div>`
  )
  return `<dl>${items.join('')}</dl>`
}

function textOf(column: string, type: string, value: unknown, zone: string): string | null {
  if ((type === 'jsonb' && isEmpty(value)) || (type === 'bigint' && value === 0)) return null
  const words = { ...PLAIN, zone, nameOf: () => null }
  return valueText(column, { type, references: null }, value, words)
}

function isEmpty(value: unknown) {
  return value !== null && typeof value === 'object' && Object.keys(value).length === 0
}

const ACTIONS: Record<string, string> = { insert: 'Created', update: 'Changed', delete: 'Removed' }

function history({ changes, tables }: PersonData, zone: string): string {
  if (changes.length === 0) return ''
  const byName = new Map(tables.map((table) => [table.table, table]))
  const lines = changes.map((change) => {
    const table = byName.get(change.table)
    return [
      instantText(change.at, zone),
      ACTIONS[change.action] ?? change.action,
      table?.label ?? phrase(change.table),
      fieldsOf(change, table),
    ]
  })
  return `<h2 id="history">History</h2>${tableOf(['When', 'What', 'Record', 'Fields'], lines)}`
}

function fieldsOf({ changes }: HeldChange, table: HeldTable | undefined): string {
  return Object.keys(changes)
    .filter((column) => !TECHNICAL.test(column))
    .map((column) => columnLabel(column, table?.types[column] ?? 'text'))
    .join(', ')
}

function escape(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (letter) =>
      ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[letter] ?? letter
  )
}

const STYLE = `
:root { color-scheme: light; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 56rem; background: #fff; color: #1c1b1a;
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Devanagari', sans-serif; }
header { border-bottom: 2px solid #1c1b1a; padding-bottom: 1.25rem; }
.organisation { margin: 0; font-weight: 600; color: #6b6762; }
h1 { margin: .25rem 0 .5rem; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.3rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; color: #6b6762; font-weight: 600; }
header p { margin: 0 0 .75rem; }
.summary { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; margin: 0; padding: 0; list-style: none; }
a { color: inherit; text-underline-offset: 3px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem 1.5rem; margin: 0 0 .75rem;
  padding: 1rem 1.25rem; border: 1px solid #dedad4; border-radius: .5rem; break-inside: avoid; }
dt { font-size: 13px; color: #6b6762; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th { text-align: left; font-weight: 600; color: #6b6762; }
th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid #dedad4; vertical-align: top; }
.wide { overflow-x: auto; }
td { font-variant-numeric: tabular-nums; }
footer { margin-top: 3rem; color: #6b6762; font-size: 13px; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } td, th { min-width: 6rem; } }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } }
`
