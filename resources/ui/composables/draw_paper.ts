/** One sheet of paper on the screen, in CSS pixels (96 to the inch). */
export interface Sheet {
  width: number
  /** `null` for a roll, which is as long as its text. */
  height: number | null
  /** Margins as `@page` of printed papers has them. */
  top: number
  side: number
  bottom: number
}

const mm = (millimetres: number) => (millimetres * 96) / 25.4
const sized = (
  width: number,
  height: number,
  top: number,
  side: number,
  bottom: number
): Sheet => ({
  width: mm(width),
  height: mm(height),
  top: mm(top),
  side: mm(side),
  bottom: mm(bottom),
})

/** The papers that documents are printed on, with the margins of `page_rules.ts`. */
export const SHEETS: Record<string, Sheet> = {
  'A4': sized(210, 297, 14, 14, 16),
  'A5': sized(148, 210, 10, 10, 13),
  'receipt-80mm': { width: mm(80), height: null, top: 0, side: 0, bottom: 0 },
}

/** What a paper came to. */
export interface DrawnPaper {
  pages: number
  /** Of what is shown, in CSS pixels. */
  height: number
  /** Address of the PDF that is laid under it; `null` without one. */
  letterhead: string | null
}

/**
 * Draws one page of a paper into a document without scripts. Pages are columns of the size of the sheet: the browser
 * breaks columns by the rules by which it breaks printed pages, table headings repeated. Only what changed is replaced,
 * so that fonts stay and nothing flickers.
 */
export function drawPaper(inside: Document, html: string, sheet: Sheet, page: number): DrawnPaper {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  const paper = ownMargins(parsed, sheet)
  const letterhead = parsed.documentElement.dataset.letterhead || null
  inside.documentElement.lang = parsed.documentElement.lang
  const style = parsed.createElement('style')
  style.textContent = screenRules(paper, page)
  parsed.head.append(style)
  if (inside.head.innerHTML !== parsed.head.innerHTML) keepFonts(inside, parsed)
  inside.body.replaceWith(inside.adoptNode(parsed.body))
  const { scrollWidth, scrollHeight } = inside.body
  if (paper.height === null) return { pages: 1, height: scrollHeight, letterhead }
  const pages = Math.max(1, Math.round((scrollWidth + 2 * paper.side) / paper.width))
  return { pages, height: paper.height, letterhead }
}

/** The margins that the paper was written for, where it says so. */
function ownMargins({ documentElement }: Document, sheet: Sheet): Sheet {
  const [top, side, bottom] = (documentElement.dataset.margins ?? '').split(' ').map(Number)
  if (sheet.height === null || !top || !side || !bottom) return sheet
  return { ...sheet, top: mm(top), side: mm(side), bottom: mm(bottom) }
}

/** A link that stays is not fetched and applied again. */
function keepFonts(inside: Document, parsed: Document) {
  const hrefs = (document: Document) =>
    [...document.head.querySelectorAll('link')].map((link) => link.getAttribute('href')).join()
  const same = hrefs(inside) === hrefs(parsed)
  for (const old of [...inside.head.children]) {
    if (!same || old.tagName !== 'LINK') old.remove()
  }
  for (const next of [...parsed.head.children]) {
    if (!same || next.tagName !== 'LINK') inside.head.append(inside.adoptNode(next))
  }
}

/** The white of the sheet is behind the frame, and the letterhead on it. */
function screenRules({ width, height, top, side, bottom }: Sheet, page: number): string {
  if (height === null) return 'html { overflow: hidden; }'
  return `
html { overflow: hidden; height: ${height}px; }
body {
  position: absolute; top: ${top}px; left: ${side - (page - 1) * width}px;
  width: ${width - 2 * side}px; height: ${height - top - bottom}px;
  columns: 1; column-gap: ${2 * side}px; column-fill: auto;
}
.screen-foot {
  display: block; position: fixed; left: ${side}px; bottom: ${mm(5)}px;
  color: #71717a; font: 400 7.5pt/1.3 'Inter', 'Noto Sans Devanagari', sans-serif;
}`
}
