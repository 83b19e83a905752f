/** Trying sample data, and removing it. */
export const USE_SAMPLES = 'kernel.sample.use'
