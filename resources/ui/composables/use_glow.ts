import { reactive } from 'vue'

/** Milliseconds that a row shows that somebody else changed it; as long as the animation in `styles/live.css`. */
const GLOW = 2_500

const glowing = reactive(new Set<string>())

/**
 * Rows and records that somebody else has just changed. `glowOf(id)` is the class to put on them, `glow(ids)` lights
 * them once.
 */
export function useGlow() {
  return {
    glowOf: (id: string) => (glowing.has(id) ? 'k-glow' : undefined),
    glow(ids: Iterable<string>) {
      for (const id of ids) {
        glowing.add(id)
        setTimeout(() => glowing.delete(id), GLOW)
      }
    },
  }
}
