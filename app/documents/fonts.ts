import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The typefaces of printed documents, as [package, weight, subsets] of the installed font packages. */
const FACES: [family: string, weight: number, subsets: string[]][] = [
  ['inter', 400, ['latin', 'latin-ext']],
  ['inter', 600, ['latin', 'latin-ext']],
  ['barlow-condensed', 600, ['latin', 'latin-ext']],
  ['jetbrains-mono', 500, ['latin', 'latin-ext']],
  ['noto-sans-devanagari', 400, ['devanagari']],
  ['noto-sans-devanagari', 600, ['devanagari']],
]

let css: string | undefined
let href: string | undefined

/**
 * `@font-face` rules with the fonts inside (about 390 kB), because the printing browser neither has
 * system fonts nor may fetch any. Each rule keeps the `unicode-range` of its package, so only the
 * faces a document uses are decoded and end up in its file. Built once per process.
 */
export function fontFaces(): string {
  css ??= FACES.map(([family, weight, subsets]) =>
    subsets.map((subset) => embeddedFace(family, weight, subset)).join('')
  ).join('')
  return css
}

/** Address of the same rules, for a paper on the screen: it is fetched once and kept. */
export function fontsHref(): string {
  href ??= `/documents/fonts.css?v=${createHash('sha256').update(fontFaces()).digest('hex').slice(0, 12)}`
  return href
}

function embeddedFace(family: string, weight: number, subset: string): string {
  const name = `${family}-${subset}-${weight}-normal`
  const sheet = import.meta.resolve(`@fontsource/${family}/${weight}.css`)
  const rule = readFileSync(new URL(sheet), 'utf8').split(`/* ${name} */`)[1]?.split('/*')[0]
  if (!rule) throw new Error(`@fontsource/${family} has no face ${name}`)

  const font = readFileSync(new URL(`./files/${name}.woff2`, sheet)).toString('base64')
  return rule
    .replace(/src:[^;]+;/, `src: url(data:font/woff2;base64,${font}) format('woff2');`)
    .replace('font-display: swap;', '')
    .replace(/\s*\n\s*/g, '')
}
