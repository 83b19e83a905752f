import { createWriteStream, type WriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { PDFDocument, PDFHexString, PDFName, type PDFRef } from '@cantoo/pdf-lib'
import { SharedObjects } from './shared_objects.ts'

/** One document inside the file: what its bookmark says, and the first of its pages. */
interface Part {
  title: string
  first: PDFRef
}

/** Pages of one node of the page tree: a reader finds a page of thousands without reading all of them. */
const PAGES_OF_NODE = 64

/**
 * Joins PDF files into one, with a bookmark for each. Objects are written to the disk as soon as they were read, and
 * forgotten: memory does not grow with the number of documents. What several have in common, a letterhead, a logo or a
 * font, stands in the file once. The same files give the same bytes.
 *
 * The library reads and writes the objects; what stands here is the frame of a file (ISO 32000-1, 7.5).
 */
export class PdfMerger {
  readonly #out: WriteStream
  readonly #offsets = new Map<number, number>()
  readonly #parts: Part[] = []
  readonly #shared = new SharedObjects()
  /** Nodes of the page tree that were written, and the pages of the one that is being filled. */
  readonly #nodes: { ref: PDFRef; count: number }[] = []
  #target: PDFDocument
  #open: PDFRef[] = []
  #node: PDFRef
  readonly #root: PDFRef
  #length = 0

  private constructor(
    readonly path: string,
    target: PDFDocument
  ) {
    this.#out = createWriteStream(path, { flags: 'wx', mode: 0o600 })
    // What goes wrong is told by the next write.
    this.#out.on('error', () => undefined)
    this.#target = target
    this.#root = target.context.nextRef()
    this.#node = target.context.nextRef()
  }

  /** Begins a file that is not there yet. */
  static async create(path: string): Promise<PdfMerger> {
    const target = await PDFDocument.create({ updateMetadata: false })
    // What an empty document holds is written at the end, of another shape.
    for (const [ref] of target.context.enumerateIndirectObjects()) target.context.delete(ref)
    const merger = new PdfMerger(path, target)
    await merger.#write('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n')
    return merger
  }

  /** Bytes written so far. */
  get bytes() {
    return this.#length
  }

  /** Adds all pages of a file. @param title of its bookmark */
  async add(file: Uint8Array, title: string): Promise<void> {
    const source = await PDFDocument.load(file, { updateMetadata: false })
    const pages = await this.#target.copyPages(source, source.getPageIndices())
    for (const [index, page] of pages.entries()) {
      if (index === 0) this.#parts.push({ title, first: page.ref })
      page.node.set(PDFName.of('Parent'), this.#node)
      this.#open.push(page.ref)
      if (this.#open.length === PAGES_OF_NODE) this.#closeNode()
    }
    await this.#flush()
  }

  /** Writes the frame of the file and ends it. @returns its length in bytes */
  async finish(at: string): Promise<number> {
    const { context } = this.#target
    if (this.#open.length > 0) this.#closeNode()
    context.assign(
      this.#root,
      context.obj({
        Type: 'Pages',
        Kids: this.#nodes.map(({ ref }) => ref),
        Count: this.#nodes.reduce((sum, { count }) => sum + count, 0),
      })
    )
    const outlines = this.#outlines()
    const catalog = context.register(
      context.obj({
        Type: 'Catalog',
        Pages: this.#root,
        Outlines: outlines,
        PageMode: 'UseOutlines',
      })
    )
    const written = `D:${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}Z`
    const info = context.register(
      context.obj({ Producer: text('Karkhana'), CreationDate: text(written) })
    )
    await this.#flush()
    await this.#writeTable(catalog, info)
    this.#out.end()
    await finished(this.#out)
    return this.#length
  }

  /** Removes what was written. */
  async abort(): Promise<void> {
    this.#out.destroy()
    await rm(this.path, { force: true })
  }

  #closeNode() {
    const { context } = this.#target
    const [ref, kids] = [this.#node, this.#open]
    context.assign(
      ref,
      context.obj({ Type: 'Pages', Parent: this.#root, Kids: kids, Count: kids.length })
    )
    this.#nodes.push({ ref, count: kids.length })
    this.#node = context.nextRef()
    this.#open = []
  }

  #outlines(): PDFRef {
    const { context } = this.#target
    const outlines = context.nextRef()
    const items = this.#parts.map(() => context.nextRef())
    for (const [index, { title, first }] of this.#parts.entries()) {
      const around = {
        ...(index > 0 && { Prev: items[index - 1] }),
        ...(index < items.length - 1 && { Next: items[index + 1] }),
      }
      context.assign(
        items[index]!,
        context.obj({ Title: text(title), Parent: outlines, Dest: [first, 'Fit'], ...around })
      )
    }
    context.assign(
      outlines,
      context.obj({
        Type: 'Outlines',
        ...(items.length > 0 && { First: items[0], Last: items.at(-1) }),
        Count: items.length,
      })
    )
    return outlines
  }

  /** Writes what the library holds and is not in the file yet, and lets go of it. */
  async #flush() {
    const { context } = this.#target
    for (const { ref, body } of this.#shared.fresh(context)) {
      this.#offsets.set(ref.objectNumber, this.#length)
      await this.#write(`${ref.objectNumber} 0 obj\n`)
      await this.#write(body)
      await this.#write('\nendobj\n')
    }
    for (const [ref] of context.enumerateIndirectObjects()) context.delete(ref)
  }

  async #writeTable(catalog: PDFRef, info: PDFRef) {
    const start = this.#length
    const size = this.#target.context.largestObjectNumber + 1
    let table = `xref\n0 ${size}\n0000000000 65535 f \n`
    for (let number = 1; number < size; number++) {
      const offset = this.#offsets.get(number)
      table +=
        offset === undefined
          ? '0000000000 00001 f \n'
          : `${String(offset).padStart(10, '0')} 00000 n \n`
    }
    await this.#write(
      `${table}trailer\n<< /Size ${size} /Root ${catalog.tag} /Info ${info.tag} >>\nstartxref\n${start}\n%%EOF\n`
    )
  }

  async #write(content: string | Uint8Array) {
    if (this.#out.errored) throw this.#out.errored
    const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content
    this.#length += bytes.length
    if (!this.#out.write(bytes)) await once(this.#out, 'drain')
  }
}

const text = (words: string) => PDFHexString.fromText(words)
