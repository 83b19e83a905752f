import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of the modules that break one promise each. */
export const FIXTURES = fileURLToPath(new URL('../../fixtures/kit', import.meta.url))

/** Folder of a module that cannot be started. */
export const OUT_OF_ORDER = fileURLToPath(new URL('../../fixtures/out_of_order', import.meta.url))

/** Folder of a module that brings one of every kind. */
export const EVERYTHING = fileURLToPath(new URL('../../fixtures/everything', import.meta.url))

/** What the servers inside are started with. */
export const EXTRA_MODULES = [FIXTURES, OUT_OF_ORDER, EVERYTHING].join(delimiter)

/** Begins the line that the run inside prints its findings in. */
export const FOUND = 'FOUND BY THE SUITE '
