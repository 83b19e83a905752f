/** Seconds between the attempts of a handler; after the last one the delivery is a dead letter (17 hours). */
export const BACK_OFF = [5, 30, 120, 600, 3_600, 10_800, 43_200]

/** Seconds that a handler may take. */
export const TIMEOUT = 120

/** Milliseconds after which a delivery whose process has died may be taken by another one. */
export const LEASE = (TIMEOUT + 30) * 1000
