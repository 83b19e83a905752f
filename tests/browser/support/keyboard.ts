import { setTimeout as sleep } from 'node:timers/promises'
import type { Locator } from 'playwright'
import type { Person } from './person.ts'
import { SETTLED } from './settled.ts'

/** Presses of Tab until something counts as out of reach. */
const FAR = 120

/** Looks until something counts as out of sight, and milliseconds between them: a notice over it goes by itself. */
const LOOKS = 200
const BETWEEN = 50

/**
 * In the page: what is wrong with whatever has the keyboard. It has to be in sight, on top at one of its points at
 * least, and marked; a heading that a new page begins at is no control and needs no mark.
 */
const TROUBLE = `(() => {
  const at = document.activeElement
  if (!at || at === document.body) return 'nothing has the keyboard'
  const named = at.outerHTML.replace(/\\s+/g, ' ').slice(0, 160)
  const marks = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none'
  }
  const isPlace = /^(H1|MAIN)$/.test(at.tagName) || at.matches('[role="dialog"], [role="alert"]')
  // A box above a list marks the entry that Enter takes.
  const entry = document.getElementById(at.getAttribute('aria-activedescendant') ?? '')
  if (!isPlace && !entry?.checkVisibility() && ![at, at.parentElement, at.closest('label')].some((each) => each && marks(each)))
    return 'no mark at ' + named
  const rect = at.getBoundingClientRect()
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]]
  const isOnTop = points.some(([x, y]) => {
    const hit = document.elementFromPoint(rect.left + rect.width * x, rect.top + rect.height * y)
    return hit && (at.contains(hit) || hit.contains(at) || hit.closest('label')?.contains(at))
  })
  return isOnTop || isPlace ? null : 'out of sight: ' + named
})()`

/** Somebody who has a keyboard and nothing else. Each press of Tab is followed by a look at what has it now. */
export class Typist {
  constructor(readonly person: Person) {}

  get page() {
    return this.person.page
  }

  /** @throws Error when what has the keyboard cannot be seen */
  async sees(): Promise<void> {
    let trouble: string | null = null
    for (let look = 0; look < LOOKS; look++) {
      await this.page.evaluate(SETTLED)
      trouble = await this.page.evaluate<string | null>(TROUBLE)
      if (!trouble) return
      await sleep(BETWEEN)
    }
    throw new Error(trouble ?? '')
  }

  async key(name: string): Promise<void> {
    await this.page.keyboard.press(name)
  }

  async type(words: string): Promise<void> {
    await this.page.keyboard.type(words)
  }

  /** Whether this has the keyboard. */
  async has(target: Locator): Promise<boolean> {
    return (await target.and(this.page.locator(':focus')).count()) > 0
  }

  /** Waits until this has the keyboard: given by the page, without a press. */
  async given(target: Locator): Promise<void> {
    await target.and(this.page.locator(':focus')).waitFor()
    await this.sees()
  }

  /** Tabs until this has the keyboard. */
  async reach(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.first().waitFor()
    for (let press = 0; press < FAR; press++) {
      if (await this.has(target)) return
      await this.key(key)
      await this.sees()
    }
    throw new Error(`Tab does not lead to ${String(target)}`)
  }

  /** Reaches a field and writes into it; what was there is marked and goes. */
  async fill(label: string, words: string, role: 'textbox' | 'combobox' = 'textbox') {
    const field = this.page.getByRole(role, { name: label, exact: true })
    await this.reach(field)
    await this.key('Control+a')
    await this.type(words)
  }

  /** Reaches a choice and takes the option by its first letters, as a short list is used. */
  async choose(label: string, option: string) {
    await this.fill(label, option, 'combobox')
  }

  /** Picks a record by typing part of its name. */
  async pick(label: string, typed: string, option: RegExp) {
    await this.reach(this.page.getByRole('combobox', { name: label, exact: true }))
    await this.type(typed)
    await this.page.getByRole('option', { name: option }).waitFor()
    await this.key('Enter')
  }

  /** Reaches a button and presses it. */
  async press(name: string) {
    await this.reach(this.page.getByRole('button', { name, exact: true }))
    await this.key('Enter')
  }

  /** A page came: its heading has the keyboard. */
  async arrives(title: string | RegExp): Promise<string> {
    const heading = this.page.getByRole('heading', { level: 1, name: title })
    await this.given(heading)
    return heading.innerText()
  }

  /** A dialog came and took the keyboard. */
  async asked(title: string | RegExp): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: title })
    await dialog.waitFor()
    await dialog
      .locator(':focus')
      .or(dialog.and(this.page.locator(':focus')))
      .waitFor()
    await this.sees()
  }

  /** The dialog is gone; something in sight has the keyboard. */
  async back(): Promise<void> {
    await this.page.getByRole('dialog').waitFor({ state: 'detached' })
    await this.page.locator(':focus').waitFor()
    await this.sees()
  }

  /** Goes where a command of the palette leads. */
  async command(words: string, option: RegExp): Promise<void> {
    await this.key('Control+k')
    await this.given(this.page.getByRole('combobox', { name: 'Go to or create' }))
    await this.type(words)
    await this.page.getByRole('option', { name: option, selected: true }).waitFor()
    await this.key('Enter')
  }
}
