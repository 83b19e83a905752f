/** What came back of a request that was tried. */
export interface TriedAnswer {
  status: string
  /** Headers that a program goes by. */
  headers: [name: string, value: string][]
  text: string
  /** An answer that is no text; its address works until it is let go. */
  file: { href: string; name: string; bytes: number } | null
}

/** Characters that are shown. */
const SHOWN = 20_000
const HEADERS = ['etag', 'idempotency-replayed', 'retry-after', 'ratelimit']
const READABLE = /json|^text\/plain/

/** Reads an answer for people: JSON in lines, a file to be saved. */
export async function readAnswer(response: Response): Promise<TriedAnswer> {
  const { status, statusText, headers } = response
  const told = HEADERS.flatMap((name): TriedAnswer['headers'] => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  const answer = { status: `${status} ${statusText}`.trim(), headers: told }
  const type = headers.get('content-type') ?? ''
  if (status === 304 || type === '' || READABLE.test(type)) {
    return { ...answer, text: pretty(await response.text()), file: null }
  }
  const content = await response.blob()
  const href = URL.createObjectURL(content)
  const file = { href, name: nameIn(headers), bytes: content.size }
  return { ...answer, text: '', file }
}

/** The name that the answer gives its file. */
function nameIn(headers: Headers): string {
  const [, name] = /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '') ?? []
  return name ?? 'answer'
}

function pretty(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content), null, 2).slice(0, SHOWN)
  } catch {
    return content.slice(0, SHOWN)
  }
}
