import sharp from 'sharp'

/** One screenshot, with its row and column of the sheet. */
export interface Picture {
  page: string
  column: string
  image: Buffer
}

const HEIGHT = 480
const GAP = 16
const MARGIN = 28

/** Puts the pictures side by side, a row for each page, with their names above. */
export async function compose(pictures: Picture[], file: string): Promise<void> {
  const rows = [...new Set(pictures.map(({ page }) => page))]
  const columns = [...new Set(pictures.map(({ column }) => column))]
  const small = await Promise.all(
    pictures.map(async ({ page, column, image }) => {
      const resized = sharp(image).resize({ height: HEIGHT })
      const { data, info } = await resized.png().toBuffer({ resolveWithObject: true })
      return { page, column, data, width: info.width }
    })
  )
  const widths = columns.map((column) => small.find((each) => each.column === column)!.width)
  const lefts = widths.map((_, index) =>
    widths.slice(0, index).reduce((sum, width) => sum + width + GAP, GAP)
  )
  const width = lefts.at(-1)! + widths.at(-1)! + GAP
  const height = rows.length * (HEIGHT + MARGIN + GAP)
  const top = (row: number) => row * (HEIGHT + MARGIN + GAP)
  const labels = rows.flatMap((row, index) =>
    columns.map(
      (column, at) => `<text x="${lefts[at]}" y="${top(index) + 20}">${row} · ${column}</text>`
    )
  )
  const words = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
    font-family="sans-serif" font-size="15" fill="#ddd">${labels.join('')}</svg>`
  await sharp({ create: { width, height, channels: 3, background: '#444' } })
    .composite([
      { input: Buffer.from(words), left: 0, top: 0 },
      ...small.map(({ page, column, data }) => ({
        input: data,
        left: lefts[columns.indexOf(column)],
        top: top(rows.indexOf(page)) + MARGIN,
      })),
    ])
    .jpeg({ quality: 82 })
    .toFile(file)
}
