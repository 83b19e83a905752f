/** Prints what a test measured, for whoever reads its output; the test itself asserts what must hold. */
export function figure(what: string, value: string) {
  process.stdout.write(`    ${what}: ${value}\n`)
}

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
