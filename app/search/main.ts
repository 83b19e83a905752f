/**
 * What sources of the search are written with.
 */
export { anywhere, compactCode, inOrder, matchingIds } from './matches.ts'
