import { KarkhanaError, RuleError } from '../errors.ts'

/** Somebody else wrote it. */
export class CommentOfAnotherError extends KarkhanaError {
  constructor() {
    super('E_COMMENT_OF_ANOTHER', 403, 'Somebody else wrote this comment.', {
      next: 'Answer it by a comment of your own.',
    })
  }
}

/** A mention names nobody who works here. */
export class MentionUnknownError extends RuleError {
  constructor() {
    super('E_MENTION_UNKNOWN', 'A comment names somebody who does not work here.', {
      field: 'mentions',
      next: 'Type @ and choose a person from the list.',
    })
  }
}
