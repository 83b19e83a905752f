import { createServer, type AddressInfo, type Socket } from 'node:net'
import { ClamdScanner } from '../../../app/files/scanner.ts'

/** The size of a part that says that there is no further one. */
const LAST = Buffer.alloc(4)

/** Speaks INSTREAM of clamd: finds `EICAR` wherever it stands. */
export class FakeClamd {
  /** Bytes of each file it was asked about. */
  readonly seen: number[] = []
  /** Says nothing any more. */
  silent = false
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket)
    socket.on('error', () => undefined)
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      // Only what ends like the last part is looked at: a large file comes in thousands of pieces
      const ended = Buffer.concat(chunks.slice(-4)).subarray(-4).equals(LAST)
      if (!this.silent && ended) this.#answer(socket, Buffer.concat(chunks))
    })
  })

  static async start(): Promise<FakeClamd> {
    const fake = new FakeClamd()
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve))
    return fake
  }

  scanner(idleMs = 500): ClamdScanner {
    const { port } = this.#server.address() as AddressInfo
    return new ClamdScanner({ host: '127.0.0.1', port }, idleMs)
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #answer(socket: Socket, sent: Buffer) {
    const command = 'zINSTREAM\0'
    if (sent.length < command.length) return
    if (sent.subarray(0, command.length).toString('latin1') !== command) {
      return void socket.end('UNKNOWN COMMAND\0')
    }
    const parts: Buffer[] = []
    for (let at = command.length; at + 4 <= sent.length;) {
      const size = sent.readUInt32BE(at)
      if (size === 0) {
        const content = Buffer.concat(parts)
        this.seen.push(content.length)
        const found = content.includes('EICAR')
        return void socket.end(found ? 'stream: Eicar-Test FOUND\0' : 'stream: OK\0')
      }
      if (at + 4 + size > sent.length) return
      parts.push(sent.subarray(at + 4, at + 4 + size))
      at += 4 + size
    }
  }
}
