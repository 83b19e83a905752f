import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the service answers a question. */
export type Answer =
  | { text: string; refused?: boolean }
  | { status: number; headers?: Record<string, string>; body?: string }
  | 'silent'

/** What it was asked. */
export interface Asked {
  path: string
  headers: http.IncomingHttpHeaders
  body: Record<string, unknown>
}

/** The answer of each provider as it stands on the wire: 12 tokens asked, 7 answered. */
const FORMATS: Record<string, (text: string, refused: boolean) => object> = {
  gemini: (text, refused) => ({
    candidates: [
      {
        content: { role: 'model', parts: [{ text }] },
        finishReason: refused ? 'SAFETY' : 'STOP',
        index: 0,
      },
    ],
    usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 7, totalTokenCount: 19 },
  }),
  anthropic: (text, refused) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [{ type: 'text', text }],
    stop_reason: refused ? 'refusal' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 12, output_tokens: 7 },
  }),
  openai: (text, refused) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'm',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text },
        finish_reason: refused ? 'content_filter' : 'stop',
      },
    ],
    usage: { prompt_tokens: 12, completion_tokens: 7, total_tokens: 19 },
  }),
}

/** A service for language models on this machine that speaks as one of the providers does. */
export class ModelServer {
  readonly asked: Asked[] = []
  /** Answers of the next questions, in order; then «Fine.» */
  readonly next: Answer[] = []
  readonly #server: http.Server

  private constructor(private readonly provider: string) {
    this.#server = http.createServer((request, response) => void this.#answer(request, response))
  }

  static async start(provider: string): Promise<ModelServer> {
    const server = new ModelServer(provider)
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>
    this.asked.push({ path: request.url ?? '', headers: request.headers, body })
    const next = this.next.shift() ?? { text: 'Fine.' }
    if (next === 'silent') return
    if ('status' in next) {
      response.writeHead(next.status, { 'content-type': 'application/json', ...next.headers })
      response.end(next.body ?? '{}')
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(FORMATS[this.provider](next.text, next.refused ?? false)))
  }
}
