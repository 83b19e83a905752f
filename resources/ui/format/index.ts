export * from './dates.ts'
export * from './identifiers.ts'
export * from './line.ts'
export * from './money.ts'
