/**
 * In a page: nothing moves for two frames; a colour on its way has no contrast to speak of, a box no place. What takes
 * seconds tells of time that passes, like the line below a notice.
 */
export const SETTLED = `(async () => {
  const moving = () => document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().activeDuration < 2000)
  for (let still = 0; still < 2; still++) {
    await new Promise(requestAnimationFrame)
    if (moving().length === 0) continue
    still = -1
    await Promise.allSettled(moving().map((each) => each.finished))
  }
})()`
