import logger from '@adonisjs/core/services/logger'
import type { z } from 'zod'
import type { Scope } from '../tenancy/scope.ts'
import { mayAsk, noteAnswer, noteFailure } from './breaker.ts'
import { costOf } from './budget.ts'
import { ModelError, ModelUnavailableError, type ModelAnswer } from './driver.ts'
import { ModelAnswerError } from './errors.ts'
import type { ChosenModel } from './models.ts'

/** A question as the models get it. */
export interface Question<Answer> {
  instructions: string
  /** Redacted. */
  input: string
  maxTokens: number
  schema: z.ZodType<Answer> | null
  jsonSchema: Record<string, unknown> | null
  idempotencyKey: string
  /** Milliseconds since 1970 at which the answer is given up. */
  dueAt: number
  /** Puts personal data back. */
  restored<T>(answer: T): T
}

/** What the models that were asked have cost together, also those that answered with something else. */
export interface Tried {
  count: number
  inputTokens: number
  outputTokens: number
  /** Paise. */
  cost: number
}

/**
 * Asks one model after the other until one answers; those that failed lately are left out. Each gets an equal part of
 * the time that is left.
 * @throws the error of the last one
 */
export async function askInOrder<Answer>(
  scope: Scope,
  models: ChosenModel[],
  question: Question<Answer>,
  tried: Tried
): Promise<{ answer: Answer; model: ChosenModel }> {
  let last: ModelError = new ModelUnavailableError('it has failed several times just now.')
  for (const [index, model] of models.entries()) {
    const key = `${scope.organisationId}/${model.id}`
    const now = Date.now()
    const left = question.dueAt - now
    if (left <= 0) break
    if (!mayAsk(key, now)) continue
    tried.count++
    try {
      const given = await askOne(model, question, Math.ceil(left / (models.length - index)))
      tried.inputTokens += given.inputTokens
      tried.outputTokens += given.outputTokens
      tried.cost += costOf(model.driver.price, given)
      const answer = readAnswer(given.text, question)
      noteAnswer(key)
      return { answer, model }
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      last = error
      const retryAfter = error instanceof ModelUnavailableError ? error.retryAfter : null
      noteFailure(key, Date.now(), retryAfter)
      logger.warn({ driver: model.id, code: error.code }, 'a language model did not answer')
    }
  }
  throw last
}

async function askOne<Answer>(
  { driver }: ChosenModel,
  { instructions, input, maxTokens, jsonSchema, idempotencyKey }: Question<Answer>,
  timeout: number
): Promise<ModelAnswer> {
  const signal = AbortSignal.timeout(timeout)
  const { promise, reject } = Promise.withResolvers<never>()
  const late = () => reject(new ModelUnavailableError('no answer came in time.'))
  signal.addEventListener('abort', late, { once: true })
  try {
    const request = { instructions, input, maxTokens, schema: jsonSchema, signal, idempotencyKey }
    return await Promise.race([driver.ask(request), promise])
  } finally {
    signal.removeEventListener('abort', late)
  }
}

/** @throws ModelAnswerError */
function readAnswer<Answer>(text: string, { schema, restored }: Question<Answer>): Answer {
  // Without a schema an answer is a text
  if (!schema) return restored(text) as Answer
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ModelAnswerError('it is no JSON.')
  }
  const parsed = schema.safeParse(restored(value))
  if (parsed.success) return parsed.data
  const [{ path, message }] = parsed.error.issues
  throw new ModelAnswerError(`${path.join('.') || 'the answer'}: ${message}`)
}
