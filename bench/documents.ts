/**
 * Printing a two-page invoice: one at a time, as many as the machine gives, and 4,000 in a row with the memory of this
 * process after a collection of garbage, and of the browser. Fails when memory is not flat: see `faultsOf`. The floor
 * is Puppeteer's own `page.setContent` and `page.pdf` of the same HTML with as many pages, in the same run.
 *
 *   npm run bench              4,000 documents
 *   npm run bench -- --smoke   60 documents
 */
import { availableParallelism } from 'node:os'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import puppeteer from 'puppeteer-core'
import { browserExecutable } from '../app/documents/browser_path.ts'
import { memoryOfTree } from '../app/documents/browser_memory.ts'
import { ChromiumRenderer } from '../app/documents/chromium_renderer.ts'
import { DocumentTemplates } from '../app/documents/templates.ts'
import {
  sampleDefinition,
  sampleInvoice,
  templatesFolder,
} from '../tests/unit/documents/sample_invoice.ts'

const smoke = process.argv.includes('--smoke')
const MANY = smoke ? 60 : 4_000
const PARTS = 10
const SINGLE = smoke ? 10 : 200
const FLOOR = smoke ? 10 : 200
const LINES = 24
const pages = Math.min(4, Math.max(2, availableParallelism()))

const templates = new DocumentTemplates({ cache: true }).mount('sample', templatesFolder)
const document = { id: 'sample.invoice', title: 'Tax invoice', format: 'A4' }
/** Every document has a number of its own, so that nothing can be kept from the one before. */
function html(index: number, fonts: 'inside' | 'printer') {
  const number = `PN/26-27/${String(index).padStart(5, '0')}`
  const data = { ...sampleInvoice(LINES), number, document }
  return templates.render(sampleDefinition.template, data, { fonts })
}

interface Measured {
  p50: number
  p95: number
  perSecond: number
}

/** Calls `work` `count` times, `wide` at a time; milliseconds and documents per second. */
async function measure(
  count: number,
  wide: number,
  work: (index: number, lane: number) => Promise<unknown>
): Promise<Measured> {
  const times: number[] = []
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: wide }, async (_, lane) => {
      for (let index = next++; index < count; index = next++) {
        const began = performance.now()
        await work(index, lane)
        times.push(performance.now() - began)
      }
    })
  )
  const took = performance.now() - start
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!
  return { p50: at(0.5), p95: at(0.95), perSecond: (count / took) * 1_000 }
}

async function floor() {
  const { path, args } = await browserExecutable()
  const browser = await puppeteer.launch({
    executablePath: path,
    args,
    headless: 'shell',
    pipe: true,
  })
  try {
    const open = await Promise.all(Array.from({ length: pages }, () => browser.newPage()))
    const print = async (index: number, lane: number) => {
      await open[lane]!.setContent(await html(index, 'inside'))
      await open[lane]!.pdf({ preferCSSPageSize: true, printBackground: true })
    }
    await measure(5 * pages, pages, print)
    return {
      single: await measure(FLOOR, 1, print),
      many: await measure(FLOOR, pages, print),
    }
  } finally {
    await browser.close()
  }
}

/** Bytes after so many documents. */
interface Weight {
  printed: number
  /** What this process still refers to: objects and buffers. */
  held: number
  /** What the system gave to this process. */
  node: number
  browser: number | null
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Twice, with a turn between: buffers are let go of after the objects that held them. */
async function afterCollection() {
  for (let count = 0; count < 2; count++) {
    collect()
    await turn()
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { held: heapUsed + external, node: rss }
}

async function own() {
  const renderer = new ChromiumRenderer()
  let bytes = 0
  const print = async (index: number) => {
    const file = await renderer.render(await html(index, 'printer'), {
      date: '2026-11-21T00:00:00Z',
    })
    bytes = file.length
  }
  const weights: Weight[] = []
  const weigh = async (printed: number) => {
    const pid = await renderer.pool.processId()
    weights.push({
      printed,
      ...(await afterCollection()),
      browser: pid === null ? null : await memoryOfTree(pid),
    })
  }
  try {
    await measure(10 * pages, pages, print)
    const single = await measure(SINGLE, 1, print)
    await weigh(0)
    const parts: Measured[] = []
    for (let part = 1; part <= PARTS; part++) {
      parts.push(await measure(MANY / PARTS, pages, print))
      await weigh((MANY / PARTS) * part)
    }
    const perSecond = PARTS / parts.reduce((sum, each) => sum + 1 / each.perSecond, 0)
    return { single, many: { ...parts.at(-1)!, perSecond }, weights, bytes }
  } finally {
    await renderer.close()
  }
}

const bare = await floor()
const ours = await own()
const fixed = (value: number) => Number(value.toFixed(1))
console.log(`Two-page invoice, ${(ours.bytes / 1024).toFixed(0)} kB; ${pages} pages at a time`)
console.table({
  'one at a time, p50 ms': row(bare.single.p50, ours.single.p50),
  'one at a time, p95 ms': row(bare.single.p95, ours.single.p95),
  'at the same time, per second': row(bare.many.perSecond, ours.many.perSecond),
})
const megabytes = (value: number | null) => (value === null ? null : Math.round(value / 1e6))
console.table(
  ours.weights.map(({ printed, held, node, browser }) => ({
    'printed': printed,
    'held after collection, MB': fixed(held / 1e6),
    'this process, MB': megabytes(node),
    'browser, MB': megabytes(browser),
  }))
)

/** Bytes that may be held more at the end than in the first third: a file kept of every print would be 130 MB. */
const HELD_MORE = 8_000_000
/** Share by which the process may grow in its second half: what the allocator keeps is reached long before. */
const GROWTH = 1.08
/** A browser is replaced before it holds more. */
const BROWSER_MOST = 1_200_000_000

/** What of the weights says that memory grows with the number of documents. */
function faultsOf(weights: readonly Weight[]): string[] {
  const most = (pick: (weight: Weight) => number, of: readonly Weight[]) =>
    of.reduce((largest, weight) => Math.max(largest, pick(weight)), 0)
  const half = Math.floor(weights.length / 2)
  const [early, late] = [weights.slice(1, half + 1), weights.slice(half + 1)]
  const faults: string[] = []
  // The least of each third: a buffer of the moment is no growth
  const third = Math.ceil(weights.length / 3)
  const least = (of: readonly Weight[]) => Math.min(...of.map(({ held }) => held))
  if (least(weights.slice(-third)) > least(weights.slice(1, third + 1)) + HELD_MORE) {
    faults.push('more is held after every part')
  }
  if (most(({ node }) => node, late) > most(({ node }) => node, early) * GROWTH) {
    faults.push('the process grows in the second half')
  }
  if (most(({ browser }) => browser ?? 0, weights) > BROWSER_MOST) {
    faults.push('the browser is not replaced in time')
  }
  return faults
}

function row(floorFigure: number, figure: number) {
  return { floor: fixed(floorFigure), karkhana: fixed(figure), ratio: fixed(figure / floorFigure) }
}

// In a moment nothing has warmed up: then only what is held counts.
const faults = faultsOf(ours.weights).filter((fault) => !smoke || fault.includes('held'))
for (const fault of faults) console.error(`Memory is not flat: ${fault}.`)
process.exit(faults.length > 0 ? 1 : 0)
