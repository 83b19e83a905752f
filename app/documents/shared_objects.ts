import { createHash } from 'node:crypto'
import {
  PDFArray,
  PDFDict,
  PDFName,
  PDFRef,
  PDFStream,
  type PDFContext,
  type PDFObject,
} from '@cantoo/pdf-lib'

/** An object as it is written: the bytes between `obj` and `endobj`. */
export interface WrittenObject {
  ref: PDFRef
  body: Uint8Array
}

/** Objects that are remembered: what a hundred documents have in common is some dozens. */
const MOST = 20_000
/** What stands for itself, even where another says the same. */
const OWN = new Set(['Page', 'Pages', 'Annot', 'Catalog'].map((name) => PDFName.of(name)))

/**
 * Finds what several documents of one file have in common, by the bytes of each object after those that it names: the
 * picture of a letterhead, the font that it is in, the drawing that uses both.
 */
export class SharedObjects {
  /** By digest, the latest used last. */
  readonly #known = new Map<string, PDFRef>()

  /**
   * The objects of a context that are not written yet, each after those that it names. Names of objects that are known
   * are changed to the known ones. Objects in a circle name a number of their own, and so are equal to no others.
   */
  fresh(context: PDFContext): WrittenObject[] {
    const settled = new Map<PDFRef, PDFRef>()
    const fresh: WrittenObject[] = []
    for (const [ref] of context.enumerateIndirectObjects()) {
      this.#settle(context, ref, settled, fresh)
    }
    return fresh
  }

  #settle(context: PDFContext, ref: PDFRef, settled: Map<PDFRef, PDFRef>, fresh: WrittenObject[]) {
    const object = context.lookup(ref)
    if (settled.has(ref) || object === undefined) return
    // Whatever leads back to this one names it as it is
    settled.set(ref, ref)
    for (const named of refsIn(object)) this.#settle(context, named, settled, fresh)
    rename(object, settled)
    const body = new Uint8Array(object.sizeInBytes())
    object.copyBytesInto(body, 0)
    if (standsForItself(object)) return void fresh.push({ ref, body })
    const digest = createHash('sha256').update(body).digest('base64')
    const known = this.#known.get(digest)
    this.#remember(digest, known ?? ref)
    if (known) settled.set(ref, known)
    else fresh.push({ ref, body })
  }

  #remember(digest: string, ref: PDFRef) {
    this.#known.delete(digest)
    this.#known.set(digest, ref)
    if (this.#known.size > MOST) this.#known.delete(this.#known.keys().next().value!)
  }
}

const dictOf = (object: PDFObject) => (object instanceof PDFStream ? object.dict : object)

function standsForItself(object: PDFObject) {
  if (!(object instanceof PDFDict)) return false
  const type = object.get(PDFName.of('Type'))
  return type instanceof PDFName && OWN.has(type)
}

/** The objects that one names, at any depth of its own. */
function refsIn(object: PDFObject): PDFRef[] {
  if (object instanceof PDFRef) return [object]
  const inside = dictOf(object)
  if (inside instanceof PDFDict) return inside.values().flatMap(refsIn)
  return inside instanceof PDFArray ? inside.asArray().flatMap(refsIn) : []
}

/** Names the settled ones instead. */
function rename(object: PDFObject, settled: ReadonlyMap<PDFRef, PDFRef>) {
  const inside = dictOf(object)
  const settledOf = (value: PDFObject) => {
    if (value instanceof PDFRef) return settled.get(value) ?? value
    rename(value, settled)
    return value
  }
  if (inside instanceof PDFDict) {
    for (const [key, value] of inside.entries()) inside.set(key, settledOf(value))
  } else if (inside instanceof PDFArray) {
    for (const [index, value] of inside.asArray().entries()) inside.set(index, settledOf(value))
  }
}
