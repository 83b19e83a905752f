/**
 * Runs in the printing page: puts a document in the place of the one before. The page itself, its content policy and
 * the fonts that were decoded stay, and so do style sheets that did not change, which is most of what a document costs.
 * What could fetch, run or outlive the document is left out. Members of documents are read by their prototype, because
 * an element may carry the name of one. Answers when the pictures and fonts inside are ready.
 */
export const SHOW_DOCUMENT = `async (html) => {
  const member = (of, name) => Reflect.get(Document.prototype, name, of)
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  for (const each of member(parsed, 'documentElement').querySelectorAll(
    'script, iframe, frame, frameset, object, embed, base, meta, link, portal'
  )) each.remove()

  const root = member(document, 'documentElement')
  const next = member(parsed, 'documentElement')
  for (const { name } of [...root.attributes]) root.removeAttribute(name)
  for (const { name, value } of next.attributes) {
    if (!name.startsWith('on')) root.setAttribute(name, value)
  }
  const head = member(document, 'head')
  const present = [...head.querySelectorAll('style:not([data-kept])')]
  const wanted = [...member(parsed, 'head').querySelectorAll('style')]
  for (const [index, style] of wanted.entries()) {
    const old = present[index]
    if (old && old.textContent === style.textContent && old.media === style.media) continue
    if (old) old.replaceWith(document.adoptNode(style))
    else head.append(document.adoptNode(style))
  }
  for (const old of present.slice(wanted.length)) old.remove()

  Reflect.set(Document.prototype, 'title', member(parsed, 'title'), document)
  member(document, 'body').replaceWith(document.adoptNode(member(parsed, 'body')))
  const pictures = [...member(document, 'images')].map((image) => image.decode().catch(() => null))
  await Promise.all([member(document, 'fonts').ready, ...pictures])
}`

/** What the page holds between documents: the fonts, once. */
export const shellWith = (fonts: string) =>
  `<!doctype html><html><head><style data-kept>${fonts}</style></head><body></body></html>`
