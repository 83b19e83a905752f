/**
 * What lists and pickers look for texts with. The search of the shell is declared by `defineSearch`.
 */
export { anywhere, beginningWith, compactCode, inOrder, matchingIds } from './matches.ts'
