/** The languages a module's own words come in; each has a file `lang/<code>.json` with the same keys. */
export type Language = 'en' | 'hi'

export const LANGUAGES: readonly Language[] = ['en', 'hi']

/** What stands in the place of `{name}` in a text. */
export type TextParams = Record<string, string | number | boolean | Date>
