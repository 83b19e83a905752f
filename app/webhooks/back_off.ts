const HOUR = 3_600

/** Seconds between the attempts to send a message: at once, then further and further apart, for three days. */
export const BACK_OFF = [
  5,
  300,
  1_800,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20 * HOUR,
]

/** Milliseconds after which a message whose sender has died may be sent by another one. */
export const LEASE = 30_000

/** Milliseconds of nothing but failures after which an endpoint is switched off. */
export const GIVE_UP = 72 * HOUR * 1000
