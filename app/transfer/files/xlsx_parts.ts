import type { FileColumn } from './cells.ts'

/** Places in `cellXfs` of the styles below. */
export const STYLES: Record<FileColumn['kind'] | 'heading', number> = {
  text: 1,
  number: 2,
  integer: 2,
  money: 3,
  date: 4,
  instant: 5,
  heading: 6,
}
export const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const SPECIAL =
  // eslint-disable-next-line no-control-regex
  /[&<>"\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]|_x[\dA-Fa-f]{4}_/

/** Text in XML. Characters that XML cannot hold are left out; `_x0041_` is kept from being read as an `A`. */
export function escaped(value: string): string {
  if (!SPECIAL.test(value)) return value
  return (
    value
      .toWellFormed()
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replace(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
      .replace(/[&<>"]/g, (sign) => ENTITIES[sign])
  )
}

/** Names of sheets have 31 characters at most, none of `: \ / ? * [ ]`, no apostrophe at the ends; each stands once. */
export function sheetNames(titles: readonly (string | undefined)[]): string[] {
  const taken = new Set<string>()
  return titles.map((title) => {
    const name =
      (title ?? '')
        .replace(/[:\\/?*[\]]/g, ' ')
        .replace(/^'+|'+$/g, '')
        .slice(0, 27)
        .trim() || 'Sheet'
    let unique = name
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${name} ${number}`
    taken.add(unique.toLowerCase())
    return unique
  })
}

/** All parts of a workbook of so many sheets beside the sheets themselves: path and content. */
export function workbookParts(names: readonly string[]): [string, string][] {
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const sheets = names.map(
    (name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`
  )
  const types = names.map(
    (_, at) =>
      `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${spreadsheet}.worksheet+xml"/>`
  )
  return [
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/>${types.join('')}` +
        `<Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/></Types>`,
    ],
    ['_rels/.rels', relations([[`${OFFICE}/officeDocument`, 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...names.map((_, at): [string, string] => [
          `${OFFICE}/worksheet`,
          `worksheets/sheet${at + 1}.xml`,
        ]),
        [`${OFFICE}/styles`, 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', styles()],
  ]
}

/** Type and target; their ids are counted. */
function relations(pairs: [string, string][]): string {
  const list = pairs.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`
  )
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`
}

/** Rupees grouped as India groups them; a format has room for two conditions, so negative crores group by thousands. */
const RUPEES =
  '[&gt;=10000000]&quot;₹&quot;##\\,##\\,##\\,##0.00;[&gt;=100000]&quot;₹&quot;##\\,##\\,##0.00;&quot;₹&quot;##,##0.00'

function styles(): string {
  const xf = (format: number, font = 0, fill = 0) =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1"` +
    `${font ? ' applyFont="1"' : ''}${fill ? ' applyFill="1"' : ''}/>`
  return (
    `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="3">` +
    `<numFmt numFmtId="164" formatCode="${RUPEES}"/>` +
    '<numFmt numFmtId="165" formatCode="dd\\-mm\\-yyyy"/>' +
    '<numFmt numFmtId="166" formatCode="dd\\-mm\\-yyyy hh:mm"/></numFmts>' +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/><bgColor indexed="64"/></patternFill></fill></fills>' +
    '<borders count="1"><border/></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="7">${xf(0)}${xf(49)}${xf(0)}${xf(164)}${xf(165)}${xf(166)}${xf(49, 1, 2)}</cellXfs>` +
    '</styleSheet>'
  )
}
