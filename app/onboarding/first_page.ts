/** Where somebody lands who founded an organisation. */
export const FIRST_PAGE = '/getting-started'
