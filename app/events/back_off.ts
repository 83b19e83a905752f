/** Seconds between the attempts of a handler; after the last one the delivery is a dead letter (17 hours). */
export const BACK_OFF = [5, 30, 120, 600, 3_600, 10_800, 43_200]

/** Seconds that a handler may take. */
export const TIMEOUT = 120

/** Milliseconds after which another process may take a delivery, although nobody noticed that its own has died. */
export const LEASE = (TIMEOUT + 30) * 1000

/** Processes that may die while they handle a delivery, until it is given up as what they died of. */
export const DEATHS = 20
/** Deaths after which a delivery is due at once; later ones wait, twice as long each time. */
export const DEATHS_AT_ONCE = 3
/** Seconds that a delivery waits at the most after its process has died. */
export const LONGEST_WAIT = 300
