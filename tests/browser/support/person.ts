import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright'
import { watchTroubles } from './troubles.ts'
import { until } from './until.ts'

/** Pictures of the steps that failed; not kept in the repository. */
const PICTURES = fileURLToPath(new URL('../../../tmp/browser', import.meta.url))

/** Milliseconds that anything awaited may take to appear. */
const PATIENCE = 20_000

/** Milliseconds that a notice stays. */
const NOTICE = 5_000

/** The name of a control: exact when it is text, since labels are often the beginning of others. */
const named = (name: string | RegExp) => ({ name, exact: typeof name === 'string' })

/**
 * Somebody at a screen with a session of their own. Everything is found by what it is and how it is called, as a
 * reader finds it, and nothing by its markup. Whoever waits, waits for a state.
 */
export class Person {
  /** Where controls are looked for: the whole page, or the dialog that lies over it. */
  readonly #place: Page | Locator

  constructor(
    readonly page: Page,
    /** Errors of the page and of its console so far. */
    readonly troubles: string[],
    place?: Locator
  ) {
    this.#place = place ?? page
  }

  /** Opens a browser window for one person. Close it by `page.context().close()`. */
  static async at(browser: Browser, options: BrowserContextOptions): Promise<Person> {
    const context: BrowserContext = await browser.newContext({
      baseURL: process.env.APP_URL,
      acceptDownloads: true,
      // One that is left from another person would answer for the server.
      serviceWorkers: 'block',
      ...options,
    })
    context.setDefaultTimeout(PATIENCE)
    const page = await context.newPage()
    return new Person(page, watchTroubles(page))
  }

  /** A second window of the same person. */
  async another(): Promise<Person> {
    const page = await this.page.context().newPage()
    return new Person(page, watchTroubles(page))
  }

  /** Does one step of a story. A failure is named after it, and pictured in `tmp/browser`. */
  async step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      mkdirSync(PICTURES, { recursive: true })
      const file = `${PICTURES}/${name.replace(/\W+/g, '_')}.png`
      await this.page.screenshot({ path: file, fullPage: true }).catch(() => undefined)
      if (error instanceof Error) {
        error.message = `${name}: ${error.message}\n${this.page.url()}\n${this.troubles.join('\n')}`
      }
      throw error
    }
  }

  /** The same person, looking only at the dialog over the page. */
  async dialog(title?: string | RegExp): Promise<Person> {
    const dialog = this.page.getByRole('dialog', title ? { name: title } : undefined)
    await dialog.waitFor()
    return new Person(this.page, this.troubles, dialog)
  }

  /** Waits until the page with this heading is shown. */
  async heading(title: string | RegExp): Promise<string> {
    const heading = this.page.getByRole('heading', { level: 1, ...named(title) })
    await heading.waitFor().catch((error: unknown) => this.#tellOf(error))
    return heading.innerText()
  }

  /** What was shown instead of what somebody waited for belongs to the failure: on another machine nobody sees it. */
  async #tellOf(error: unknown): Promise<never> {
    if (error instanceof Error) {
      const shown = await this.page.locator('body').innerText({ timeout: 1_000 }).catch(String)
      error.message += `\nat ${this.page.url()}: ${shown.slice(0, 600)}\n${this.troubles.join('\n')}`
    }
    throw error
  }

  /** Waits until some text is shown. */
  async sees(text: string | RegExp): Promise<void> {
    await this.#place
      .getByText(text, { exact: typeof text === 'string' })
      .filter({ visible: true })
      .first()
      .waitFor()
  }

  /** Reads a notice at the corner of the screen and puts it away, so that it lies over nothing. */
  async told(text: string | RegExp): Promise<void> {
    const notice = this.page
      .getByRole('region', { name: /^Notifications/ })
      .getByRole('listitem')
      .filter({ has: this.page.getByText(text, { exact: typeof text === 'string' }) })
    await notice.waitFor()
    const close = notice.getByRole('button', { name: 'Close' })
    const end = Date.now() + PATIENCE
    while ((await notice.count()) > 0) {
      // It goes by itself after some seconds; then there is nothing to click any more.
      await close.click({ timeout: NOTICE }).catch((error: unknown) => {
        if (Date.now() > end) throw error
      })
      await notice.waitFor({ state: 'detached', timeout: PATIENCE })
    }
  }

  async fill(label: string, value: string): Promise<void> {
    await this.#place.getByRole('textbox', named(label)).fill(value)
  }

  /** A password has no role; its label may carry the mark of a required field. */
  async fillSecret(label: string, value: string): Promise<void> {
    await this.#place.getByLabel(label).fill(value)
  }

  /** Chooses from a short list. */
  async choose(label: string, option: string): Promise<void> {
    await this.#place.getByRole('combobox', named(label)).selectOption({ label: option })
  }

  /** Types into a field with suggestions, and nothing else: free text. */
  async write(label: string, value: string): Promise<void> {
    await this.#place.getByRole('combobox', named(label)).fill(value)
  }

  /** Picks a record by typing part of its name. */
  async pick(label: string, typed: string, option: string | RegExp): Promise<void> {
    const box = this.#place.getByRole('combobox', named(label))
    await box.click()
    await box.fill(typed)
    await this.#place.getByRole('option', { name: option }).click()
  }

  async press(name: string | RegExp): Promise<void> {
    await this.#place.getByRole('button', named(name)).click()
  }

  /** Links of one name lead to one place: an empty list repeats the one above it. */
  async follow(name: string | RegExp): Promise<void> {
    await this.#place.getByRole('link', named(name)).first().click()
  }

  /**
   * Goes to a place of the menu: the sidebar on a desk, the bar at the foot of a phone. The sidebar shows work or
   * settings, with a way from one to the other.
   */
  async goTo(place: string): Promise<void> {
    const menu = (name: string) => this.page.getByRole('navigation', { name, exact: true })
    await menu('Main').or(menu('Settings')).first().waitFor()
    const link = menu('Main')
      .getByRole('link', named(place))
      .or(menu('Settings').getByRole('link', named(place)))
    if ((await link.count()) === 0) {
      const settings = menu('Main').getByRole('link', named('Settings'))
      await settings.or(menu('Settings').getByRole('link', named('Back to work'))).click()
    }
    await link.click()
    await this.heading(place)
  }

  /** What stands beside a label in a list of facts or sums. */
  async fact(label: string): Promise<string> {
    const pair = this.page.locator('dl > div', { has: this.page.getByText(label, { exact: true }) })
    return (await pair.locator('dd').filter({ visible: true }).first().innerText()).trim()
  }

  /** What stands beside each of these labels. */
  async facts(labels: string[]): Promise<Record<string, string>> {
    const entries: [string, string][] = []
    for (const label of labels) entries.push([label, await this.fact(label)])
    return Object.fromEntries(entries)
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.goto('/login')
    await this.fill('E-mail', email)
    await this.fillSecret('Password', password)
    await this.press('Sign in')
    await this.page.waitForURL((url) => url.pathname === '/')
  }

  /** Signs out of a page that is still: one that is just about to listen would complain that it may not any more. */
  async signOut(): Promise<void> {
    await until(
      this.page,
      `performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/__transmit/subscribe'))`
    )
    await this.page.getByRole('button', { name: /[Aa]ccount menu/ }).click()
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await this.page.waitForURL((url) => url.pathname === '/login')
  }

  /** Takes the file that following a link brings. */
  async download(name: string | RegExp): Promise<Uint8Array> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.#place.getByRole('link', { name }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    return new Uint8Array(Buffer.concat(chunks))
  }
}
