/**
 * What sources of the search are written with.
 */
export { anywhere, beginningWith, compactCode, inOrder, matchingIds } from './matches.ts'
export { numberedIds, type CodeOf } from './numbered.ts'
