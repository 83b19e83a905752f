import {
  ModelRefusedError,
  ModelUnavailableError,
  type ModelAnswer,
  type ModelDriver,
  type ModelPrice,
  type ModelRequest,
} from '../ai/driver.ts'
import { resetBreakers } from '../ai/breaker.ts'

/** What the fake says to one question. */
export type FakeAnswer = string | object | ModelRefusedError | ModelUnavailableError | 'silent'

/**
 * A language model that answers what the test has written down, and remembers what it was asked:
 * `const model = fakeDriver('kernel.ai', new FakeModel('It is the fuse.'))`.
 */
export class FakeModel implements ModelDriver {
  readonly model: string
  readonly price: ModelPrice
  /** What left for the model, in order. */
  readonly asked: ModelRequest[] = []
  #answers: FakeAnswer[]

  /** @param answers one for each question, in order; the last one for all that follow */
  constructor(...answers: FakeAnswer[]) {
    this.#answers = answers
    this.model = 'fake'
    this.price = { input: 100_000, output: 400_000 }
    resetBreakers()
  }

  async ask(request: ModelRequest): Promise<ModelAnswer> {
    this.asked.push(request)
    const answer = this.#answers.length > 1 ? this.#answers.shift()! : (this.#answers[0] ?? '')
    if (answer instanceof ModelRefusedError || answer instanceof ModelUnavailableError) throw answer
    if (answer === 'silent') return new Promise<never>(() => undefined)
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
    return { text, inputTokens: 100, outputTokens: 50 }
  }
}
