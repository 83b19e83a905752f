import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { daysBetween } from '../../dates/index.ts'
import type { ColumnDeclaration } from '../../reports/declaration.ts'
import type { FileCell } from './cells.ts'

type Kind = ColumnDeclaration['kind']
export type SheetColumn = Pick<ColumnDeclaration, 'label' | 'kind'>

/** Places in `cellXfs` of the styles below. */
const STYLES: Record<Kind | 'heading', number> = {
  text: 1,
  number: 2,
  integer: 2,
  money: 3,
  date: 4,
  instant: 5,
  heading: 6,
}
const WIDTHS: Record<Kind, number> = {
  text: 24,
  number: 12,
  integer: 12,
  money: 16,
  date: 12,
  instant: 18,
}
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/**
 * A workbook of one sheet (ECMA-376) that is written while it is sent, so that its length costs no memory. Texts are
 * texts, whatever they begin with: no cell is ever a formula.
 */
export function writeXlsx(
  columns: SheetColumn[],
  batches: AsyncIterable<FileCell[][]>,
  name = 'Sheet1'
): Readable {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  const add = (path: string, content: string) => zip.addBuffer(Buffer.from(content), path)
  add('[Content_Types].xml', contentTypes())
  add('_rels/.rels', relations(`${OFFICE}/officeDocument`, 'xl/workbook.xml'))
  add('xl/workbook.xml', workbook(name))
  add(
    'xl/_rels/workbook.xml.rels',
    relations(`${OFFICE}/worksheet`, 'worksheets/sheet1.xml', `${OFFICE}/styles`, 'styles.xml')
  )
  add('xl/styles.xml', styles())
  const sheet = Readable.from(sheetXml(columns, batches))
  sheet.on('error', (error) => out.destroy(error))
  out.on('close', () => sheet.destroy())
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  zip.end()
  return out
}

async function* sheetXml(columns: SheetColumn[], batches: AsyncIterable<FileCell[][]>) {
  const widths = columns
    .map(({ kind, label }, index) => {
      const width = Math.max(WIDTHS[kind], label.length + 2)
      return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`
    })
    .join('')
  const headings = columns.map(({ label }) => textCell(label, STYLES.heading)).join('')
  yield (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths}</cols><sheetData><row>${headings}</row>`
  )
  for await (const rows of batches) {
    yield rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')
  }
  yield '</sheetData></worksheet>'
}

function cell(content: FileCell): string {
  switch (content.kind) {
    case 'empty':
      return '<c/>'
    case 'number':
    case 'money':
      return `<c s="${STYLES[content.kind]}"><v>${content.value}</v></c>`
    case 'date':
    case 'instant': {
      const days = serial(content.value)
      return days === null
        ? textCell(content.value, STYLES.text)
        : `<c s="${STYLES[content.kind]}"><v>${days}</v></c>`
    }
    default:
      return textCell(content.value, STYLES.text)
  }
}

/** Days since 30 December 1899, the day before the first day of spreadsheets. */
function serial(value: string): number | null {
  const found = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}):(\d{2}))?$/.exec(value)
  if (!found) return null
  const [, date, hours = '0', minutes = '0'] = found
  return daysBetween('1899-12-30', date) + (Number(hours) * 60 + Number(minutes)) / 1440
}

function textCell(value: string, style: number): string {
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters that XML cannot hold are left out. */
function escaped(value: string): string {
  return (
    value
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replace(/[&<>"]/g, (sign) => ENTITIES[sign])
  )
}

function contentTypes(): string {
  const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return (
    `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${sheet}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheet}.worksheet+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${sheet}.styles+xml"/></Types>`
  )
}

/** Type and target, one pair after the other; their ids are counted. */
function relations(...pairs: string[]): string {
  const list = []
  for (let index = 0; index < pairs.length; index += 2) {
    const id = `rId${index / 2 + 1}`
    list.push(`<Relationship Id="${id}" Type="${pairs[index]}" Target="${pairs[index + 1]}"/>`)
  }
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`
}

/** Names of sheets have 31 characters at most and none of `: \ / ? * [ ]`. */
function workbook(name: string): string {
  const title = escaped(name.replace(/[:\\/?*[\]]/g, ' ').slice(0, 31) || 'Sheet1')
  return (
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">` +
    `<sheets><sheet name="${title}" sheetId="1" r:id="rId1"/></sheets></workbook>`
  )
}

function styles(): string {
  const xf = (format: number, font = 0) =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`
  return (
    `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="3">` +
    '<numFmt numFmtId="164" formatCode="[&gt;=10000000]##\\,##\\,##\\,##0.00;[&gt;=100000]##\\,##\\,##0.00;##,##0.00"/>' +
    '<numFmt numFmtId="165" formatCode="dd\\-mm\\-yyyy"/>' +
    '<numFmt numFmtId="166" formatCode="dd\\-mm\\-yyyy hh:mm"/></numFmts>' +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border/></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="7">${xf(0)}${xf(49)}${xf(0)}${xf(164)}${xf(165)}${xf(166)}${xf(49, 1)}</cellXfs>` +
    '</styleSheet>'
  )
}
