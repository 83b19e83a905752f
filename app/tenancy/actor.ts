/**
 * Who acts. `user` works in the pages, `token` through the API on behalf of a member, `partner` looks on by
 * invitation, `portal` is a customer who has signed in, `link` a visitor with a link that the organisation gave out,
 * `system` a job or a command.
 */
export interface Actor {
  kind: 'user' | 'token' | 'partner' | 'portal' | 'link' | 'system'
  /** User id (also of a partner), token id, link id, or the name of the job. */
  id: string
  name: string
  /** Membership behind a user or token; `null` for the others. */
  memberId: string | null
}

/** Actor of jobs, commands and demo data. */
export function systemActor(name: string): Actor {
  return { kind: 'system', id: name, name, memberId: null }
}
