import { fileURLToPath } from 'node:url'

/** Folder of the modules that break one promise each. */
export const FIXTURES = fileURLToPath(new URL('../../fixtures/kit', import.meta.url))

/** Begins the line that the run inside prints its findings in. */
export const FOUND = 'FOUND BY THE SUITE '
