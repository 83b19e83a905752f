import { KarkhanaError } from '../errors.ts'
import { ModelError } from './driver.ts'

/** A language model was asked while a transaction was open: a slow answer would hold its locks. */
export class ModelInTransactionError extends KarkhanaError {
  constructor() {
    super('E_MODEL_IN_TRANSACTION', 500, 'A language model was asked inside a transaction.', {
      next: 'Ask before scope.work or after it.',
    })
  }
}

/** Nobody has declared what the model is asked for. */
export class PurposeUnknownError extends KarkhanaError {
  constructor(id: string) {
    super('E_MODEL_PURPOSE', 500, `No module in use declares the AI purpose ${id}.`, {
      next: 'Declare it under aiPurposes in the module.ts of the module that asks.',
    })
  }
}

/** The organisation does not let models be asked for this. */
export class PurposeOffError extends KarkhanaError {
  constructor(label: string) {
    super('E_MODEL_OFF', 422, `“${label}” is not switched on.`, {
      next: 'An owner or admin switches it on under Settings → AI.',
    })
  }
}

/** The organisation has chosen no model. */
export class ModelNotConfiguredError extends KarkhanaError {
  constructor() {
    super('E_MODEL_NOT_CONFIGURED', 422, 'No language model is chosen.', {
      next: 'An admin chooses one under Settings → Services.',
    })
  }
}

/** More than a model should be given at once. */
export class ModelInputTooLongError extends KarkhanaError {
  constructor(characters: number) {
    super(
      'E_MODEL_INPUT',
      422,
      `The text is too long for a language model (${characters} characters at the most).`,
      {
        next: 'Shorten it, or ask about a part of it.',
        field: 'input',
      }
    )
  }
}

/** What the organisation lets models cost in a month is used up. */
export class BudgetUsedUpError extends KarkhanaError {
  constructor(month: string) {
    super('E_MODEL_BUDGET', 402, `The AI budget of ${month} is used up.`, {
      next: 'An owner or admin raises it under Settings → AI; next month it begins anew.',
    })
  }
}

/** The same question is on its way already. */
export class ModelAskedTwiceError extends KarkhanaError {
  constructor() {
    super('E_MODEL_ASKED_TWICE', 409, 'The same question is being answered already.', {
      next: 'Wait for its answer.',
    })
  }
}

/** The model answered with something else than was asked for. */
export class ModelAnswerError extends ModelError {
  constructor(reason: string) {
    super('E_MODEL_ANSWER', 502, `The language model answered with something else: ${reason}`, {
      next: 'Try again; if it keeps happening, choose another model under Settings → Services.',
    })
  }
}
