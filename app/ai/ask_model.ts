import { createHash } from 'node:crypto'
import { z } from 'zod'
import { currentUnit } from '../tenancy/unit.ts'
import type { Scope } from '../tenancy/scope.ts'
import { ensureOutside } from '../outside/ensure_outside.ts'
import { costOf, mostTokens, reserve, settle } from './budget.ts'
import {
  ModelInputTooLongError,
  ModelInTransactionError,
  ModelNotConfiguredError,
  PurposeOffError,
  PurposeUnknownError,
} from './errors.ts'
import { chosenModels, type ChosenModel } from './models.ts'
import { countsOf, redact, restore, type KnownPersonal } from './redact.ts'
import { aiSettings, purposesOf } from './settings.ts'
import { askInOrder, type Question, type Tried } from './ask_in_order.ts'

/** A question of a module to whatever model the organisation has chosen. */
export interface ModelQuestion<Answer = string> {
  /** Id of a declared purpose. */
  purpose: string
  /** What the model is to do. Written by developers: no words of customers. */
  instructions: string
  /** The data, words of customers included; personal data is taken out before it leaves. */
  input: string
  /** Names and addresses in the input that only the caller can know to be personal. */
  personal?: readonly KnownPersonal[]
  /** Form of the answer; plain text when left out. */
  schema?: z.ZodType<Answer>
  /** Tokens of the answer at the most; 1,000 unless said otherwise. */
  maxTokens?: number
  /** Milliseconds until the answer has to be there, all models together; 30,000 unless said otherwise. */
  timeout?: number
  /** Two questions with the same key at a time are one too many. Made of the question when left out. */
  idempotencyKey?: string
}

/** What came back. It is data: never run it, and show it as text. */
export interface ModelReply<Answer = string> {
  /** Personal data is put back where the model has used its placeholder. */
  answer: Answer
  driver: string
  model: string
  inputTokens: number
  outputTokens: number
  /** Paise. */
  cost: number
  /** Values that were taken out of the input, by kind. */
  redactions: Record<string, number>
  /** Another model than the first choice has answered. */
  fellBack: boolean
}

/** Characters of instructions and input together. */
const LONGEST = 100_000
const TOKENS = 1_000
const TIMEOUT = 30_000

/**
 * Asks the language models of the organisation in their order, until one answers in time and in the form that is
 * wanted. Nothing of the question is kept but its size, its cost and what was taken out of it.
 *
 * @throws ModelInTransactionError, PurposeUnknownError, ForbiddenError, PurposeOffError, ModelInputTooLongError,
 * ModelNotConfiguredError, BudgetUsedUpError, ModelAskedTwiceError; ModelRefusedError, ModelUnavailableError or
 * ModelAnswerError of the last model
 */
export async function askModel<Answer = string>(
  scope: Scope,
  question: ModelQuestion<Answer>
): Promise<ModelReply<Answer>> {
  if (currentUnit()) throw new ModelInTransactionError()
  ensureOutside('A language model')
  await ensureWanted(scope, question.purpose)
  const { instructions, input, maxTokens = TOKENS, timeout = TIMEOUT } = question
  if (instructions.length + input.length > LONGEST) throw new ModelInputTooLongError(LONGEST)

  const redacted = redact(input, question.personal)
  const models = await chosenModels(scope)
  if (models.length === 0) throw new ModelNotConfiguredError()

  const key = question.idempotencyKey ?? keyOf(question)
  const dueAt = new Date(Date.now() + timeout)
  const redactions = countsOf(redacted)
  const reservation = await reserve(scope, {
    purpose: question.purpose,
    idempotencyKey: key,
    characters: instructions.length + input.length,
    redactions,
    paise: mostCost(models, `${instructions}${redacted.text}`, maxTokens),
    dueAt,
  })
  const schema = question.schema ?? null
  const asked: Question<Answer> = {
    instructions,
    input: redacted.text,
    maxTokens,
    schema,
    jsonSchema: schema && (z.toJSONSchema(schema) as Record<string, unknown>),
    idempotencyKey: `${scope.organisationId}/${reservation.id}`,
    dueAt: dueAt.getTime(),
    restored: (answer) => restore(answer, redacted.values),
  }
  const tried: Tried = { count: 0, inputTokens: 0, outputTokens: 0, cost: 0 }
  try {
    const { answer, model } = await askInOrder(scope, models, asked, tried)
    await settle(scope, reservation, ended(tried, model, null))
    const { inputTokens, outputTokens, cost } = tried
    return {
      answer,
      driver: model.id,
      model: model.driver.model,
      inputTokens,
      outputTokens,
      cost,
      redactions,
      fellBack: model !== models[0],
    }
  } catch (error) {
    await settle(scope, reservation, ended(tried, null, (error as Error).message))
    throw error
  }
}

const ended = (
  { count, inputTokens, outputTokens, cost }: Tried,
  model: ChosenModel | null,
  error: string | null
) => ({
  driver: model?.id ?? null,
  model: model?.driver.model ?? null,
  tried: count,
  inputTokens,
  outputTokens,
  cost,
  error,
})

/** Somebody has declared the purpose, the reader may ask for it, and the organisation wants it. */
async function ensureWanted(scope: Scope, id: string) {
  const purpose = purposesOf(scope).find((each) => each.id === id)
  if (!purpose) throw new PurposeUnknownError(id)
  scope.ensure(purpose.permission)
  const { purposes } = await scope.read((unit) => aiSettings(unit))
  if (!purposes.includes(id)) throw new PurposeOffError(purpose.label)
}

/** Every model may be asked, and the dearest may answer at full length. */
function mostCost(models: ChosenModel[], text: string, outputTokens: number): number {
  const inputTokens = mostTokens(text)
  return models.reduce(
    (sum, { driver }) => sum + costOf(driver.price, { inputTokens, outputTokens }),
    0
  )
}

function keyOf<Answer>({ purpose, instructions, input }: ModelQuestion<Answer>): string {
  const digest = createHash('sha256')
  for (const part of [purpose, instructions, input]) digest.update(`${part.length}:${part}`)
  return digest.digest('hex')
}
