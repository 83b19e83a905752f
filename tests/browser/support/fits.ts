import type { Page } from 'playwright'
import { SETTLED } from './settled.ts'

/** A window that a page has to fit. */
export interface Fit {
  name: string
  width: number
  height: number
}

/** The narrowest phone, and windows at 200 % of the desks that people have. */
export const FITS: Fit[] = [
  { name: '360 px', width: 360, height: 740 },
  { name: '1440 px at 200 %', width: 720, height: 450 },
  { name: '1280 px at 200 %', width: 640, height: 400 },
]

/**
 * Makes the open page as wide as each window and looks whether it still fits: no sideways scroll of the page, no
 * control cut off or below another. Tables may scroll within a box of their own.
 */
export async function lookWhetherItFits(page: Page, fits: Fit[]): Promise<string[]> {
  const problems: string[] = []
  const before = page.viewportSize()!
  for (const { name, width, height } of fits) {
    await page.setViewportSize({ width, height })
    await page.evaluate(SETTLED)
    for (const problem of await cramped(page)) problems.push(`${name}: ${problem}`)
  }
  await page.setViewportSize(before)
  return problems
}

/** What does not fit the window as it is. */
export const cramped = (page: Page) => page.evaluate<string[]>(CRAMPED)

/**
 * Runs in the page. Controls in bars that stand still are left out when others are looked for below them: content goes
 * below a bar while it scrolls. What is truncated on purpose ends in an ellipsis.
 */
const CRAMPED = `(() => {
  const CONTROLS = 'a[href], button, input, select, textarea, summary, [role="button"], [role="tab"], [role="switch"]'
  const problems = []
  const named = (element) => element.outerHTML.replace(/\\s+/g, ' ').slice(0, 140)
  const styleOf = (element) => getComputedStyle(element)
  const ancestors = function* (element) {
    for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) yield each
  }
  const scrolls = (element) =>
    /auto|scroll/.test(styleOf(element).overflowX) && element.scrollWidth > element.clientWidth
  const isInBox = (element) => [...ancestors(element)].some(scrolls)
  const standsStill = (element) =>
    [element, ...ancestors(element)].some((each) => /fixed|sticky/.test(styleOf(each).position))

  if (document.documentElement.scrollWidth > innerWidth) {
    const outside = [...document.querySelectorAll('body *')].filter((element) => {
      const { right, width } = element.getBoundingClientRect()
      return width > 0 && right + scrollX > innerWidth + 1 && !isInBox(element)
    })
    const widest = outside.filter((element) => !outside.some((other) => other !== element && element.contains(other)))
    problems.push('scrolls sideways: ' + widest.slice(0, 3).map(named).join(' | '))
  }

  const controls = [...document.querySelectorAll(CONTROLS)]
    .filter((element) => element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }))
    .map((element) => ({ element, rect: element.getBoundingClientRect() }))
    .filter(({ rect }) => rect.width > 2 && rect.height > 2)
  for (const { element, rect } of controls) {
    if (isInBox(element)) continue
    if (rect.left < -1 || rect.right > innerWidth + 1) problems.push('outside: ' + named(element))
    for (const box of ancestors(element)) {
      const { overflowX, textOverflow } = styleOf(box)
      if (!/hidden|clip/.test(overflowX) || textOverflow === 'ellipsis') continue
      const edge = box.getBoundingClientRect()
      if (edge.width < 2) break
      if (rect.right > edge.right + 1 || rect.left < edge.left - 1) problems.push('cut off: ' + named(element))
    }
  }

  const still = new Map(controls.map(({ element }) => [element, standsStill(element)]))
  const byTop = [...controls].sort((a, b) => a.rect.top - b.rect.top)
  byTop.forEach((one, index) => {
    for (const other of byTop.slice(index + 1)) {
      if (other.rect.top > one.rect.bottom - 4) break
      if (still.get(one.element) !== still.get(other.element)) continue
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue
      const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left)
      const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top)
      if (across < 4 || down < 4) continue
      const area = ({ rect }) => rect.width * rect.height
      const [small, large] = area(one) < area(other) ? [one, other] : [other, one]
      small.element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
      const { left, top, width, height } = small.element.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      if (hit && large.element.contains(hit)) {
        problems.push('covered: ' + named(small.element) + ' by ' + named(large.element))
      }
    }
  })
  return [...new Set(problems)].slice(0, 6)
})()`
