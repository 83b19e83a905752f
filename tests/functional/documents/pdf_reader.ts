import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What a reader of the file sees: title, text by page, and the fonts inside. */
export interface ReadPdf {
  title: string | undefined
  pages: string[]
  fonts: string[]
  /** Titles of the bookmarks, in their order. */
  outline: string[]
  /** Width and height of the first page in points. */
  size: [number, number]
}

/** Reads a PDF with a second implementation, not with the one that wrote it. */
export async function readPdf(file: Uint8Array): Promise<ReadPdf> {
  const fonts = new Set<string>()
  for (const [, name] of Buffer.from(file)
    .toString('latin1')
    .matchAll(/\/BaseFont \/\w{6}\+([\w-]+)/g)) {
    fonts.add(name)
  }
  const task = getDocument({ data: file.slice(), useSystemFonts: false, verbosity: 0 })
  const pdf = await task.promise
  try {
    const { info } = (await pdf.getMetadata()) as { info: { Title?: string } }
    const pages: string[] = []
    for (let number = 1; number <= pdf.numPages; number++) {
      const content = await (await pdf.getPage(number)).getTextContent()
      const runs = content.items.map((item) =>
        'str' in item ? item.str + (item.hasEOL ? ' ' : '') : ''
      )
      pages.push(runs.join(''))
    }
    const [left, bottom, right, top] = (await pdf.getPage(1)).view
    const outline = ((await pdf.getOutline()) ?? []).map(({ title }) => title)
    const size: [number, number] = [right - left, top - bottom]
    return { title: info.Title, pages, fonts: [...fonts], outline, size }
  } finally {
    await task.destroy()
  }
}
