export type * from './fields/declaration.ts'
