import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

const RELATION = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

/** A workbook made by hand: what stands inside `sheetData`, and further parts or others instead. */
export async function workbookOf(
  rows: string,
  { before = '', parts = {} }: { before?: string; parts?: Record<string, string | Buffer> } = {}
): Promise<Buffer> {
  const zip = new ZipFile()
  const all: Record<string, string | Buffer> = {
    'xl/workbook.xml': `<workbook><sheets><sheet name="S" r:id="r1" ${RELATION}/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Target="sheet.xml"/></Relationships>',
    'xl/sheet.xml': `${before}<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    ...parts,
  }
  for (const [path, content] of Object.entries(all)) zip.addBuffer(Buffer.from(content), path)
  zip.end()
  return buffer(zip.outputStream)
}

/** A cell that holds its text. */
export const cell = (text: string, at = '') =>
  `<c ${at && `r="${at}" `}t="inlineStr"><is><t>${text}</t></is></c>`

/** A row of such cells. */
export const row = (...texts: string[]) => `<row>${texts.map((text) => cell(text)).join('')}</row>`
