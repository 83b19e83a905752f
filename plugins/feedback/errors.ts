import { RuleError } from '@karkhana/kernel'

/** The answer was given long ago; what stands is what the workshop works with. */
export class AnswerFinalError extends RuleError {
  constructor() {
    super('E_FEEDBACK_FINAL', 'This answer cannot be changed any more.', {
      field: 'score',
      next: 'Call the workshop if something should be put right.',
    })
  }
}
