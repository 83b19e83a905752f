import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BucketDriver } from '../../../app/files/bucket_driver.ts'
import { FileStore } from '../../../app/files/store.ts'

interface Kept {
  bytes: Buffer
  type: string
  at: Date
}

/** How the next requests go wrong: an answer with this status, or none at all. */
type Trouble = number | 'silent' | 'cut'

/** As much of S3 as a file store asks for, with the bucket in the path; anything else is answered 501. */
export class FakeS3 {
  readonly kept = new Map<string, Kept>()
  /** Method and key of every request, in their order. */
  readonly asked: string[] = []
  /** Rows of a page of a list. */
  pageSize = 1000
  #troubles: Trouble[] = []
  #server = createServer((request, response) => void this.#answer(request, response))

  static async start(): Promise<FakeS3> {
    const fake = new FakeS3()
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve))
    return fake
  }

  async stop() {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get endpoint() {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The next requests go wrong in these ways, one after the other. */
  trouble(...troubles: Trouble[]) {
    this.#troubles.push(...troubles)
  }

  /** A store on it that does not wait for long. */
  store(name = 's3'): FileStore {
    const driver = new BucketDriver({
      bucket: 'files',
      endpoint: this.endpoint,
      accessKeyId: 'key',
      secretAccessKey: 'secret',
      idleMs: 300,
    })
    return new FileStore(name, driver, { pauseMs: 5, patienceMs: 2_000 })
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url!, this.endpoint)
    const key = decodeURIComponent(url.pathname.replace(/^\/files\/?/, ''))
    this.asked.push(`${request.method} ${key}`)
    const trouble = this.#troubles.shift()
    if (trouble === 'silent') return
    if (trouble === 'cut') return void request.socket.destroy()
    const body = await bodyOf(request)
    if (trouble) return this.#error(response, trouble, 'InternalError')
    if (!/^AWS4-HMAC-SHA256 /.test(request.headers.authorization ?? '')) {
      return this.#error(response, 403, 'AccessDenied')
    }
    if (request.method === 'PUT') return this.#put(request, response, key, body)
    if (request.method === 'DELETE') {
      this.kept.delete(key)
      return response.writeHead(204).end()
    }
    if (key === '') return this.#list(url, response)
    const found = this.kept.get(key)
    if (!found) return this.#error(response, 404, 'NoSuchKey', request.method === 'HEAD')
    this.#send(request, response, found)
  }

  #put({ headers }: IncomingMessage, response: ServerResponse, key: string, body: Buffer) {
    if (headers['content-length'] === undefined || headers['x-amz-acl']) {
      return this.#error(response, headers['x-amz-acl'] ? 400 : 411, 'MissingContentLength')
    }
    this.kept.set(key, { bytes: body, type: headers['content-type'] ?? '', at: new Date() })
    response.writeHead(200, { etag: tagOf(body) }).end()
  }

  #send({ method, headers }: IncomingMessage, response: ServerResponse, { bytes, type, at }: Kept) {
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
    const part = start === undefined ? bytes : bytes.subarray(Number(start), Number(end) + 1)
    response.writeHead(start === undefined ? 200 : 206, {
      'content-length': part.length,
      'content-type': type,
      'etag': tagOf(bytes),
      'last-modified': at.toUTCString(),
    })
    response.end(method === 'HEAD' ? undefined : part)
  }

  #list({ searchParams }: URL, response: ServerResponse) {
    const prefix = searchParams.get('prefix') ?? ''
    const after = searchParams.get('continuation-token') ?? ''
    const keys = [...this.kept.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
    const page = keys.slice(0, this.pageSize)
    const more = keys.length > page.length
    const contents = page.map((key) => {
      const { bytes, at } = this.kept.get(key)!
      return `<Contents><Key>${key}</Key><Size>${bytes.length}</Size><ETag>${tagOf(bytes)}</ETag>
        <LastModified>${at.toISOString()}</LastModified></Contents>`
    })
    response.writeHead(200, { 'content-type': 'application/xml' })
    response.end(`<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>
      ${more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''}
      ${contents.join('')}</ListBucketResult>`)
  }

  #error(response: ServerResponse, status: number, code: string, bare = false) {
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(bare ? undefined : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`)
  }
}

const tagOf = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
