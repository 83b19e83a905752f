/**
 * Accent colours of a brand, held against both themes by WCAG 2.2: white letters stand on the accent (1.4.3, level AA,
 * 4.5:1), and the accent stands on the surfaces of the dark and the light theme (1.4.11, 3:1).
 */

/** Surfaces of `resources/ui/styles/theme.css`: card of the light theme, canvas and card of the dark one. */
const LETTERS = '#ffffff'
const SURFACES = ['#ffffff', '#09090b', '#121215']
const ON_ACCENT = 4.5
const ON_SURFACE = 3

/** `#1d4ed8`, six digits in lower case. */
export type Colour = `#${string}`

const HEX = /^#[0-9a-f]{6}$/

/** The colour in one spelling, or `null` when it is none: `#1D4ED8`, `1d4ed8` and `#14d` are fine. */
export function parseColour(text: string): Colour | null {
  const plain = text.trim().toLowerCase().replace(/^#/, '')
  const long = plain.length === 3 ? [...plain].map((digit) => digit + digit).join('') : plain
  const colour = `#${long}` as const
  return HEX.test(colour) ? colour : null
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** Whether letters on the accent and the accent on every surface can be read. */
export function passes(accent: string): boolean {
  return (
    contrast(accent, LETTERS) >= ON_ACCENT &&
    SURFACES.every((surface) => contrast(accent, surface) >= ON_SURFACE)
  )
}

/** The colour of the same hue that passes and is nearest in lightness; the colour itself when it does. */
export function nearestAccent(colour: Colour): Colour {
  if (passes(colour)) return colour
  const { hue, saturation, lightness } = toHsl(colour)
  for (let step = 1; step <= 200; step++) {
    for (const change of [step, -step]) {
      const tried = fromHsl({ hue, saturation, lightness: lightness + change / 200 })
      if (passes(tried)) return tried
    }
  }
  throw new Error(`There is no lightness at which ${colour} can be read`)
}

/** The accent one shade deeper, for a button under the pointer; letters on it are read at least as well. */
export function deeper(colour: Colour): Colour {
  const { hue, saturation, lightness } = toHsl(colour)
  return fromHsl({ hue, saturation, lightness: lightness * 0.85 })
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
}

interface Hsl {
  /** Degrees. */
  hue: number
  saturation: number
  lightness: number
}

function toHsl(colour: string): Hsl {
  const [red, green, blue] = channels(colour)
  const [max, min] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const lightness = (max + min) / 2
  const range = max - min
  if (range === 0) return { hue: 0, saturation: 0, lightness }
  const saturation = range / (1 - Math.abs(2 * lightness - 1))
  const sector =
    max === red
      ? ((green - blue) / range + 6) % 6
      : max === green
        ? (blue - red) / range + 2
        : (red - green) / range + 4
  return { hue: sector * 60, saturation, lightness }
}

function fromHsl({ hue, saturation, lightness }: Hsl): Colour {
  const light = Math.min(Math.max(lightness, 0), 1)
  const amount = saturation * Math.min(light, 1 - light)
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12
    const value = light - amount * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(0)}${channel(8)}${channel(4)}`
}
