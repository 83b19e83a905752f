import { availableParallelism } from 'node:os'
import puppeteer, { type Browser } from 'puppeteer-core'
import { memoryOfTree } from './browser_memory.ts'
import { browserExecutable } from './browser_path.ts'
import { Deadline, within } from './deadline.ts'
import { PdfBusyError, PdfFailedError } from './errors.ts'
import { Lifeline } from './lifeline.ts'
import { PrintPage } from './print_page.ts'

export interface BrowserPoolOptions {
  /** Pages printed at the same time. */
  pages?: number
  /** Callers that may wait for a page before the pool answers busy. */
  queue?: number
  /** A browser is replaced after this many prints, so that its memory cannot creep up. */
  recycleAfter?: number
  /** A browser that holds more bytes than this is replaced before its time. */
  mostMemory?: number
  /** Milliseconds the program may take to start. */
  launchTimeout?: number
  /** Further arguments of the program. */
  args?: string[]
}

interface WarmBrowser {
  browser: Browser
  /** Cut when the browser ends: not everything that waits for a dead one is told so. */
  life: Lifeline
  idle: PrintPage[]
  users: number
  prints: number
  retired: boolean
}

interface Waiter {
  enter: () => void
  refuse: (error: Error) => void
}

/** Milliseconds a browser or page may take to close politely before it is killed. */
const CLOSE_PATIENCE = 3_000

/** Prints between two looks at the memory of the browser. */
const LOOK_EVERY = 25

/** The browser gets no secrets of the process; `SYSTEMROOT` is what Windows cannot start without. */
const PASSED_ENVIRONMENT = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'SYSTEMROOT']

/**
 * One warm browser with a few pages. It starts on first use, is replaced when it crashed or has
 * printed enough, and leaves no process behind: it talks over a pipe, which ends with this process
 * however that ends.
 */
export class BrowserPool {
  readonly #options: Required<BrowserPoolOptions>
  readonly #waiting: Waiter[] = []
  readonly #closings = new Set<Promise<void>>()
  #current: Promise<WarmBrowser> | null = null
  #busy = 0
  #closing = false

  constructor(options: BrowserPoolOptions = {}) {
    this.#options = {
      pages: Math.min(4, Math.max(2, availableParallelism())),
      queue: 64,
      recycleAfter: 1_000,
      mostMemory: 1_200_000_000,
      launchTimeout: 60_000,
      args: [],
      ...options,
    }
  }

  /** Starts the browser and opens one page, unless that is done. */
  async warm(): Promise<void> {
    const warm = await this.#browser()
    if (warm.idle.length === 0 && warm.users === 0) {
      warm.idle.push(await PrintPage.open(warm.browser))
    }
  }

  /** Process id of the browser that would print next, or `null` while there is none. */
  async processId(): Promise<number | null> {
    if (!this.#current) return null
    return (await this.#current).browser.process()?.pid ?? null
  }

  /**
   * Runs `work` on a page of its own. `timeout` counts waiting and working, not the start of the
   * browser. If the browser dies under the work, the work runs once more on a new one.
   *
   * @throws PdfBusyError, PdfFailedError, BrowserMissingError
   */
  async use<T>(timeout: number, work: (page: PrintPage) => Promise<T>): Promise<T> {
    await this.#browser()
    const deadline = new Deadline(timeout)
    try {
      await deadline.race([this.#enter(deadline)])
      try {
        return await this.#attempt(deadline, work)
      } catch (error) {
        if (!(error instanceof BrowserGoneError) || this.#closing) throw error
        return await this.#attempt(deadline, work)
      } finally {
        this.#leave()
      }
    } finally {
      deadline.clear()
    }
  }

  /** Ends the browser. Waiting work is refused, running work fails; a later `use` starts anew. */
  async close(): Promise<void> {
    this.#closing = true
    try {
      for (const waiter of this.#waiting.splice(0)) {
        waiter.refuse(new PdfFailedError('the server is shutting down.'))
      }
      const current = this.#current
      this.#current = null
      if (current) await current.then((warm) => this.#end(warm), ignoreFailedLaunch)
      await Promise.all(this.#closings)
    } finally {
      this.#closing = false
    }
  }

  async #attempt<T>(deadline: Deadline, work: (page: PrintPage) => Promise<T>): Promise<T> {
    const warm = await this.#browser()
    warm.users++
    let page: PrintPage | undefined
    try {
      page =
        warm.idle.pop() ?? (await deadline.race([warm.life.hold(PrintPage.open(warm.browser))]))
      const result = await deadline.race([warm.life.hold(work(page))])
      if (page.heavy) this.#discard(warm, page)
      else warm.idle.push(page)
      return result
    } catch (error) {
      if (deadline.passed) {
        this.#discard(warm, page)
        throw error
      }
      if (!warm.browser.connected) throw new BrowserGoneError(error)
      this.#discard(warm, page)
      throw new PdfFailedError((error as Error).message, error)
    } finally {
      warm.users--
      warm.prints++
      if (warm.prints >= this.#options.recycleAfter) warm.retired = true
      else if (warm.prints % LOOK_EVERY === 0) this.#track(this.#weigh(warm))
      if (warm.retired && warm.users === 0) this.#track(this.#end(warm))
    }
  }

  /** The browser to print with now: the warm one, or a new one if that crashed or is retired. */
  async #browser(): Promise<WarmBrowser> {
    for (;;) {
      const current = (this.#current ??= this.#launch())
      try {
        const warm = await current
        if (warm.browser.connected && !warm.retired) return warm
      } catch (error) {
        this.#forget(current)
        throw error
      }
      this.#forget(current)
    }
  }

  async #launch(): Promise<WarmBrowser> {
    const { path, args } = await browserExecutable()
    try {
      const browser = await puppeteer.launch({
        executablePath: path,
        args: [...args, '--host-resolver-rules=MAP * ~NOTFOUND', ...this.#options.args],
        env: passedEnvironment(),
        headless: 'shell',
        pipe: true,
        timeout: this.#options.launchTimeout,
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      })
      outliveItsPipes(browser)
      return { browser, life: lifeOf(browser), idle: [], users: 0, prints: 0, retired: false }
    } catch (error) {
      throw new PdfFailedError('the browser did not start.', error)
    }
  }

  async #weigh(warm: WarmBrowser): Promise<void> {
    const pid = warm.browser.process()?.pid
    const bytes = pid === undefined ? null : await memoryOfTree(pid)
    if (bytes === null || bytes <= this.#options.mostMemory || warm.retired) return
    warm.retired = true
    if (warm.users === 0) await this.#end(warm)
  }

  #forget(launching: Promise<WarmBrowser>) {
    if (this.#current === launching) this.#current = null
  }

  /** A page that overran may be deaf; then its whole browser goes once the others are done. */
  #discard(warm: WarmBrowser, page: PrintPage | undefined) {
    if (!page) return
    const closed = within(CLOSE_PATIENCE, page.close()).then(async (polite) => {
      if (polite || !warm.browser.connected) return
      warm.retired = true
      if (warm.users === 0) await this.#end(warm)
    })
    this.#track(closed)
  }

  async #end(warm: WarmBrowser): Promise<void> {
    warm.retired = true
    if (!(await within(CLOSE_PATIENCE, warm.browser.close()))) {
      warm.browser.process()?.kill('SIGKILL')
    }
  }

  #track(closing: Promise<void>) {
    this.#closings.add(closing)
    void closing.finally(() => this.#closings.delete(closing))
  }

  #enter(deadline: Deadline): Promise<void> {
    if (this.#busy < this.#options.pages) {
      this.#busy++
      return Promise.resolve()
    }
    if (this.#waiting.length >= this.#options.queue) {
      return Promise.reject(new PdfBusyError(this.#waiting.length))
    }
    return new Promise((enter, refuse) => {
      const waiter = { enter, refuse }
      this.#waiting.push(waiter)
      deadline.onPassed(() => {
        const place = this.#waiting.indexOf(waiter)
        if (place >= 0) this.#waiting.splice(place, 1)
      })
    })
  }

  /** Hands the place to the longest waiting caller, else frees it. */
  #leave() {
    const next = this.#waiting.shift()
    if (next) next.enter()
    else this.#busy--
  }
}

/** The browser process ended while it was printing. */
class BrowserGoneError extends PdfFailedError {
  constructor(cause: unknown) {
    super('the browser ended unexpectedly.', cause)
  }
}

function lifeOf(browser: Browser): Lifeline {
  const life = new Lifeline()
  browser.once('disconnected', () => life.end(new BrowserGoneError(undefined)))
  return life
}

function passedEnvironment(): Record<string, string> {
  const passed: Record<string, string> = {}
  for (const name of PASSED_ENVIRONMENT) {
    const value = process.env[name]
    if (value !== undefined) passed[name] = value
  }
  return passed
}

/** A browser that never started needs no end; its caller has been told. */
const ignoreFailedLaunch = () => {}

/**
 * A browser that is killed with unread messages resets its pipes after puppeteer has stopped listening to them. That
 * must not end this process: the pool learns of the death by the exit of the browser.
 */
function outliveItsPipes(browser: Browser) {
  for (const pipe of browser.process()?.stdio ?? []) pipe?.on('error', () => undefined)
}
