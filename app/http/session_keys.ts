/** Keys of the browser session; the values are ids. */
export const SESSION_KEY = 'session_id'
export const ORGANISATION_KEY = 'organisation_id'
export const BRANCH_KEY = 'branch_id'
/** Role whose view an admin has taken. */
export const VIEW_AS_KEY = 'view_as'
/** Partner whose pages are open. */
export const PARTNER_KEY = 'partner_id'
