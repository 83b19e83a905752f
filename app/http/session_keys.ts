/** Keys of the browser session; the values are ids. */
export const SESSION_KEY = 'session_id'
export const ORGANISATION_KEY = 'organisation_id'
export const BRANCH_KEY = 'branch_id'
/** Role whose view an admin has taken. */
export const VIEW_AS_KEY = 'view_as'
/** Partner whose pages are open. */
export const PARTNER_KEY = 'partner_id'
/** `true` for a session that outlives the browser; see `web_stack_middleware.ts`. */
export const REMEMBERED_KEY = 'remembered'
/** A sign-in that waits for its second factor; see `pending_sign_in.ts`. */
export const PENDING_SIGN_IN_KEY = 'pending_sign_in'
/** Path that somebody asked for before they were signed in. */
export const INTENDED_KEY = 'intended_url'
/** Organisation that was opened by a partner who was let in; it is left when the access ends. */
export const PARTNER_ACCESS_KEY = 'partner_access'
