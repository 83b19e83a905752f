import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** The text of each page, read by another program than the one that printed it. */
export async function pdfPages(file: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: Uint8Array.from(file), useSystemFonts: false, verbosity: 0 })
  const pdf = await task.promise
  try {
    const pages: string[] = []
    for (let number = 1; number <= pdf.numPages; number++) {
      const { items } = await (await pdf.getPage(number)).getTextContent()
      const words = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : ''))
      pages.push(words.join('').replace(/\s+/g, ' '))
    }
    return pages
  } finally {
    await task.destroy()
  }
}
