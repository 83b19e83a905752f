import { setTimeout as sleep } from 'node:timers/promises'
import type { Fleet, Slot } from './fleet.ts'
import type { Gateway } from './gateway.ts'
import type { Load } from './load.ts'
import type { Observer } from './observer.ts'
import type { Random } from './random.ts'

/** What a process was about when it was killed. */
export type Phase = 'start' | 'request' | 'event' | 'webhook' | 'job' | 'rest'

/** One killed process. */
export interface Kill {
  kind: Slot['kind']
  phase: Phase
  /** Milliseconds of the clock. */
  at: number
  /** What it had taken. */
  events: string[]
  jobs: string[]
}

/** What the kills happen in. */
export interface Scene {
  fleet: Fleet
  gateway: Gateway
  load: Load
  observer: Observer
  random: Random
}

/** Milliseconds that a kill waits for its moment. */
const PATIENCE = 2_000

/**
 * Kills processes at moments that nobody can foresee: half of them at any time, the others while a request is under way
 * or while a job calls outside; now and then several at once, also while they start.
 */
export async function killAtRandom(scene: Scene, count: number, gap: number): Promise<Kill[]> {
  const kills: Kill[] = []
  const { random, fleet } = scene
  while (kills.length < count) {
    await sleep(random.gap(gap) * 1_000)
    if (fleet.faults.length > 0) throw new Error(fleet.faults.join('\n'))
    const victims = (await victimsOf(scene)).slice(0, count - kills.length)
    kills.push(...(await killNow(scene, victims)))
    if (kills.length % 50 < victims.length || kills.length === count) {
      console.log(`${kills.length} killed, ${scene.load.acknowledged.length} orders`)
    }
  }
  return kills
}

async function victimsOf({ fleet, gateway, load, random }: Scene): Promise<Slot[]> {
  const dice = random.next()
  if (dice < 0.04) return [...fleet.slots]
  if (dice < 0.5) return [random.pick(fleet.slots)]
  const moment = dice < 0.75 ? await amidCharge(fleet, gateway) : await amidRequest(fleet, load)
  await sleep(random.next() * 25)
  return [moment ?? random.pick(fleet.slots)]
}

/** The process whose job called the service outside just now. */
async function amidCharge(fleet: Fleet, gateway: Gateway) {
  const pid = await next<number>((resolve) => gateway.once('charge', resolve))
  return fleet.slots.find(({ child }) => child.pid === pid)
}

/** The server that a client wrote to just now. */
async function amidRequest(fleet: Fleet, load: Load) {
  const port = await next<number>((resolve) => load.once('sent', resolve))
  return fleet.slots.find((slot) => slot.port === port)
}

async function next<Value>(listen: (resolve: (value: Value) => void) => void) {
  const happened = new Promise<Value>((resolve) => listen(resolve))
  return Promise.race([happened, sleep(PATIENCE, undefined, { ref: false })])
}

async function killNow({ fleet, load, observer }: Scene, victims: Slot[]): Promise<Kill[]> {
  const before = victims.map(({ kind, port, node }) => ({
    kind,
    node,
    requests: load.underway.get(port) ?? 0,
  }))
  const at = Date.now()
  await fleet.kill(victims)
  const kills: Kill[] = []
  for (const { kind, node, requests } of before) {
    const { events, webhooks, jobs } = await observer.heldBy(node)
    kills.push({ kind, at, events, jobs, phase: phaseOf() })

    function phaseOf(): Phase {
      if (!node) return 'start'
      if (jobs.length > 0) return 'job'
      if (events.length > 0) return 'event'
      if (webhooks > 0) return 'webhook'
      return kind === 'web' && requests > 0 ? 'request' : 'rest'
    }
  }
  return kills
}

/**
 * Milliseconds from the death of a process until what it had taken was done by another one, of every delivery and job.
 */
export async function recoveries(observer: Observer, kills: Kill[]): Promise<number[]> {
  const last = new Map<string, number>()
  for (const { at, events, jobs } of kills) {
    for (const id of [...events, ...jobs]) last.set(id, at)
  }
  const rows = await observer.rows<{ id: string; at: Date }>(
    `select id, handled_at as at from event_deliveries where id = any($1) and handled_at is not null
     union all
     select id, finished_at as at from jobs where id = any($1) and finished_at is not null`,
    [[...last.keys()]]
  )
  return rows.map(({ id, at }) => Math.max(0, at.getTime() - last.get(id)!))
}
