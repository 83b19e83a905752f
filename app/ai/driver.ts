import { KarkhanaError, type ErrorAdvice } from '../errors.ts'

/** What is sent to a language model: redacted already, instructions apart from data. */
export interface ModelRequest {
  /** What the model is to do. Written by developers, never by customers. */
  instructions: string
  /** What it is to do it with. */
  input: string
  /** JSON Schema of the answer; `null` for plain text. */
  schema: Record<string, unknown> | null
  /** Tokens of the answer at the most. */
  maxTokens: number
  /** Fires when the time for the answer is over. */
  signal: AbortSignal
  /** The same at every attempt of one question. */
  idempotencyKey: string
}

/** What a model has answered. */
export interface ModelAnswer {
  text: string
  inputTokens: number
  outputTokens: number
}

/** What a model costs, in paise for a million tokens. */
export interface ModelPrice {
  input: number
  output: number
}

/** Asks one language model. Drivers of the family `kernel.ai` implement it. */
export interface ModelDriver {
  /** As the maker calls it. */
  model: string
  price: ModelPrice
  /**
   * Asks once, without trying again; outside of every transaction.
   * @throws ModelRefusedError, ModelUnavailableError
   */
  ask(request: ModelRequest): Promise<ModelAnswer>
}

/** A question that a model did not answer. The next model is asked, if there is one. */
export class ModelError extends KarkhanaError {}

/** The service said no to this question, or to this key. */
export class ModelRefusedError extends ModelError {
  constructor(reason: string, cause?: unknown) {
    super('E_MODEL_REFUSED', 502, `The language model refused: ${reason}`, {
      next: 'An admin checks the key, the name of the model and the settings under Settings → Services.',
      cause,
    })
  }
}

/** No answer now: the network, the time, the limits of the service. */
export class ModelUnavailableError extends ModelError {
  /** Seconds after which the service wants to be asked again; `null` when it did not say. */
  readonly retryAfter: number | null

  constructor(
    reason: string,
    { cause, retryAfter = null }: Pick<ErrorAdvice, 'cause'> & { retryAfter?: number | null } = {}
  ) {
    super('E_MODEL_UNAVAILABLE', 503, `The language model does not answer now: ${reason}`, {
      next: 'Try again in a few minutes.',
      cause,
    })
    this.retryAfter = retryAfter
  }
}
