import fs from 'node:fs'
import path from 'node:path'
import type { Drained } from './drain.ts'
import type { Fleet } from './fleet.ts'
import { recoveries, type Kill, type Phase } from './kills.ts'
import type { Load } from './load.ts'
import type { Observer } from './observer.ts'
import type { Options } from './options.ts'
import type { Verdict } from './oracle.ts'

/** What one run tells. */
export type Figures = Record<string, string | number>

type Run = Omit<Options, 'kills'> & {
  began: number
  kills: Kill[]
  load: Load
  fleet: Fleet
  observer: Observer
  drained: Drained
  verdict: Verdict
}

const PHASES: Phase[] = ['start', 'request', 'event', 'webhook', 'job', 'rest']
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const highest = (values: number[]) => values.reduce((most, each) => Math.max(most, each), 0)
const middle = (values: number[]) =>
  values.length === 0 ? 0 : [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

export async function figuresOf(run: Run): Promise<Figures> {
  const { driver, seed, began, kills, load, fleet, observer, drained, verdict } = run
  const recovered = await recoveries(observer, kills)
  const byPhase = PHASES.map((phase) => {
    const count = kills.filter((kill) => kill.phase === phase).length
    return `${phase} ${count}`
  })
  return {
    driver,
    seed,
    'kills': kills.length,
    'of web servers': kills.filter(({ kind }) => kind === 'web').length,
    'of workers': kills.filter(({ kind }) => kind === 'worker').length,
    'killed amid': byPhase.join(', '),
    'Redis away': driver === 'bullmq' ? `flushed, then ${run.outage} s` : '-',
    ...verdict.counts,
    'requests repeated': load.tries - load.acknowledged.length,
    'start of a process': seconds(middle(fleet.boots)),
    'recovery, median': seconds(middle(recovered)),
    'recovery, longest': seconds(highest(recovered)),
    'rest done in': seconds(drained.took),
    'took': seconds(Date.now() - began),
    'wrong': verdict.problems.length,
  }
}

export function printFigures(figures: Figures) {
  const width = highest(Object.keys(figures).map((name) => name.length))
  for (const [name, value] of Object.entries(figures)) {
    console.log(`${name.padEnd(width)}  ${value}`)
  }
}

const README = path.join(import.meta.dirname, 'README.md')
const RUNS = path.join(import.meta.dirname, 'runs.json')
const [BEGIN, END] = ['<!-- runs -->\n', '<!-- /runs -->']

/** Keeps the figures with those of earlier runs, and writes them into the README: a table for each driver. */
export function recordFigures(figures: Figures) {
  const runs: Figures[] = fs.existsSync(RUNS) ? JSON.parse(fs.readFileSync(RUNS, 'utf8')) : []
  runs.push(figures)
  fs.writeFileSync(RUNS, `${JSON.stringify(runs, null, 2)}\n`)
  const tables = [...Map.groupBy(runs, ({ driver }) => driver)].map(
    ([driver, its]) => `### ${driver}\n\n${tableOf(its)}`
  )
  const text = fs.readFileSync(README, 'utf8')
  const [before, after] = [text.split(BEGIN)[0], text.split(END)[1]]
  fs.writeFileSync(README, `${before}${BEGIN}\n${tables.join('\n')}\n${END}${after}`)
}

/** A column for each run; a last one adds what can be added. */
function tableOf(runs: Figures[]): string {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run)))].filter(
    (name) => name !== 'driver'
  )
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |\n`
  return [
    line(['', ...runs.map((_, index) => `run ${index + 1}`), 'together']),
    line(['---', ...runs.map(() => '---:'), '---:']),
    ...names.map((name) => line([name, ...runs.map((run) => run[name] ?? '-'), total(name, runs)])),
  ].join('')
}

function total(name: string, runs: Figures[]): string | number {
  const values = runs.map((run) => run[name])
  if (name === 'seed' || values.some((value) => typeof value !== 'number')) return ''
  return (values as number[]).reduce((sum, each) => sum + each, 0)
}
