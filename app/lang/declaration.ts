/** The languages a module's own words come in; each has a file `lang/<code>.json` with the same keys. */
export type Language = 'en' | 'hi'
