/**
 * Printing a two-page invoice: one at a time, as many as the machine gives, and 2,000 in a row with the memory of this
 * process and of the browser. The floor is Puppeteer's own `page.setContent` and `page.pdf` of the same HTML with as
 * many pages, in the same run.
 *
 *   npm run bench              2,000 documents
 *   npm run bench -- --smoke   60 documents
 */
import { availableParallelism } from 'node:os'
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
const MANY = smoke ? 60 : 2_000
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

interface Weight {
  printed: number
  node: number
  browser: number | null
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
      node: process.memoryUsage.rss(),
      browser: pid === null ? null : await memoryOfTree(pid),
    })
  }
  try {
    await measure(10 * pages, pages, print)
    const single = await measure(SINGLE, 1, print)
    await weigh(0)
    let perSecond = 0
    const parts = 5
    const p: Measured[] = []
    for (let part = 1; part <= parts; part++) {
      p.push(await measure(MANY / parts, pages, print))
      await weigh((MANY / parts) * part)
    }
    perSecond = parts / p.reduce((sum, each) => sum + 1 / each.perSecond, 0)
    return { single, many: { ...p.at(-1)!, perSecond }, weights, bytes }
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
  ours.weights.map(({ printed, node, browser }) => ({
    'printed': printed,
    'this process, MB': megabytes(node),
    'browser, MB': megabytes(browser),
  }))
)

function row(floorFigure: number, figure: number) {
  return { floor: fixed(floorFigure), karkhana: fixed(figure), ratio: fixed(figure / floorFigure) }
}
process.exit(0)
