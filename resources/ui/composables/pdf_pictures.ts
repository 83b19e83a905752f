import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerSrc from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

GlobalWorkerOptions.workerSrc = workerSrc

/** CSS pixels of the width of an A4 sheet, twice: sharp on most screens. */
const WIDTH = 1588

/**
 * The pages of a PDF of our own as pictures, for an `<img>`. Whoever asked lets go of them by `URL.revokeObjectURL`.
 * Large: import it when there is a PDF to show.
 * @throws when the file cannot be fetched or drawn
 */
export async function pdfPictures(url: string): Promise<string[]> {
  const task = getDocument({ url, isEvalSupported: false, enableXfa: false })
  try {
    const file = await task.promise
    const pictures: string[] = []
    for (let number = 1; number <= file.numPages; number++) {
      const page = await file.getPage(number)
      const scale = WIDTH / page.getViewport({ scale: 1 }).width
      const viewport = page.getViewport({ scale })
      const canvas = document.createElement('canvas')
      canvas.width = Math.round(viewport.width)
      canvas.height = Math.round(viewport.height)
      await page.render({ canvas, viewport }).promise
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done))
      if (!blob) throw new Error('The page cannot be drawn.')
      pictures.push(URL.createObjectURL(blob))
    }
    return pictures
  } finally {
    await task.destroy()
  }
}
