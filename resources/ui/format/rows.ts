/**
 * Reads what a spreadsheet puts on the clipboard: rows by line, cells by tab, quoted where a cell
 * itself holds either. Null when it is a single piece of text, which is pasted as ever.
 */
export function parseRows(text: string): string[][] | null {
  const rows = cellsOf(text.replace(/\r\n?/g, '\n').replace(/\n+$/, ''))
  return rows.length === 1 && rows[0]?.length === 1 ? null : rows
}

function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))([\t\n]|$)/gy
  while (cell.lastIndex <= text.length) {
    const match = cell.exec(text)
    if (!match) break
    const [, quoted, plain = '', end] = match
    rows.at(-1)?.push((quoted?.replace(/""/g, '"') ?? plain).trim())
    if (end === '\n') rows.push([])
    if (end === '') break
  }
  return rows
}
