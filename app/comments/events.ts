import type { EventDeclaration } from '../events/declaration.ts'

declare module '../modules/define.ts' {
  interface Events {
    'kernel.comment_mentioned@1': {
      commentId: string
      table: string
      recordId: string
      memberId: string
      by: string
    }
  }
}

/** What comments tell others. */
export const COMMENT_EVENTS: EventDeclaration[] = [
  {
    id: 'kernel.comment_mentioned@1',
    description: 'A comment names a member. Ask `openRecord` whether they may see the record.',
    payload: {
      commentId: 'Id of the comment.',
      table: 'Table of the record.',
      recordId: 'Id of the record.',
      memberId: 'Member who is named.',
      by: 'Name of whoever wrote it.',
    },
  },
]
