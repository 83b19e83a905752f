import { ServiceUnreachableError } from '@karkhana/kernel'
import {
  ModelRefusedError,
  ModelUnavailableError,
  type ModelAnswer,
  type ModelRequest,
} from '@karkhana/kernel/ai'
import type { LanguageModel } from 'ai'

/** Statuses that say nothing about the question: the time, the rate. */
const PASSING = new Set([408, 409, 425, 429])

/**
 * Asks a model once, by the SDK.
 * @throws ModelRefusedError, ModelUnavailableError
 */
export async function askBySdk(
  model: LanguageModel,
  request: ModelRequest,
  key: string
): Promise<ModelAnswer> {
  const { APICallError, generateText, jsonSchema, Output } = await import('ai')
  const { instructions, input, schema, maxTokens, signal, idempotencyKey } = request
  try {
    const { text, usage, finishReason } = await generateText({
      model,
      instructions,
      prompt: input,
      maxOutputTokens: maxTokens,
      maxRetries: 0,
      abortSignal: signal,
      headers: { 'idempotency-key': idempotencyKey },
      ...(schema && { output: Output.object({ schema: jsonSchema(schema) }) }),
    })
    if (finishReason === 'content-filter') {
      throw new ModelRefusedError('it does not answer such a question.')
    }
    return {
      text,
      inputTokens: usage.inputTokens ?? tokensOf(instructions + input),
      outputTokens: usage.outputTokens ?? tokensOf(text),
    }
  } catch (error) {
    if (error instanceof ModelRefusedError) throw error
    if (APICallError.isInstance(error) && error.statusCode !== undefined) {
      throw refusal(error.statusCode, { ...error.responseHeaders }, masked(error.message, key))
    }
    if (error instanceof ServiceUnreachableError) {
      throw new ModelUnavailableError(error.message, { cause: error })
    }
    // What the SDK throws holds words of question and answer; as a cause they would stand in the log
    throw new ModelUnavailableError(
      signal.aborted ? 'no answer came in time.' : 'its answer could not be read.'
    )
  }
}

function refusal(status: number, headers: Record<string, string>, reason: string) {
  // 2xx: an answer that is none
  if (status < 400 || status >= 500 || PASSING.has(status)) {
    const seconds = Number(headers['retry-after'])
    const retryAfter = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3_600) : null
    return new ModelUnavailableError(reason, { retryAfter })
  }
  return new ModelRefusedError(reason)
}

/** Services repeat the key that they refuse. */
const masked = (text: string, key: string) => text.replaceAll(key, '•••').slice(0, 300)

/** For services that do not count: four bytes a token, as makers say of English. */
const tokensOf = (text: string) => Math.ceil(Buffer.byteLength(text) / 4)
