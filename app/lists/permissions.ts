/** Permission to arrange lists, change records in them and export what they show. */
export const USE_LISTS = 'kernel.list.use'

/** Permission to share saved views and to say which role begins with which. */
export const SHARE_VIEWS = 'kernel.view.share'
