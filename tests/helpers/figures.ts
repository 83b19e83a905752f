/** Prints what a test measured, for whoever reads its output; the test itself asserts what must hold. */
export function figure(what: string, value: string) {
  process.stdout.write(`    ${what}: ${value}\n`)
}

/**
 * Guesses of an attack that goes on and on. The limits are 5, 20, 60 and 500 tries: after a few thousand nothing new
 * comes. `GUESSES=10000 npm test -- functional --files="tests/functional/attacks/*"` makes more of them.
 */
export const GUESSES = Number(process.env.GUESSES ?? 2_000)

/** Runs `work` for 0 … `count` − 1, `width` at a time. */
export async function inParallel(
  count: number,
  width: number,
  work: (index: number) => Promise<void>
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: width }, lane))
}
