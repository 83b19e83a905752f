import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { EventHandler } from '../../../events/declaration.ts'
import type { AnyJob } from '../../../jobs/job.ts'
import type { ModuleCheck } from '../check.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'
import { keptPayload } from './machinery/foreign.ts'

/** What was queued or written before an upgrade is understood after it. */
export const PAYLOADS: ModuleCheck[] = [
  {
    id: 'payloads.jobs',
    title: 'jobs accept every payload they were ever queued with',
    run: jobProblems,
  },
  {
    id: 'payloads.checked',
    title: 'jobs refuse a payload with a value of another kind',
    run: kindProblems,
  },
  {
    id: 'payloads.events',
    title: 'events have a sample, and handlers accept it',
    run: eventProblems,
  },
]

async function jobProblems({ folder, manifest, id }: ModuleUnderTest): Promise<string[]> {
  const problems: string[] = []
  for (const load of manifest.jobs) {
    const { default: job } = (await load()) as { default: AnyJob }
    if (job.module !== id) problems.push(`the job "${job.name}" must start with "${id}."`)
    for (let version = 1; version <= job.version; version++) {
      const file = `payloads/${job.name}.v${version}.json`
      problems.push(...accepts(folder, file, (payload) => job.parse(payload) as unknown))
    }
  }
  return problems
}

/** What is queued by mistake must not run half: a value of another kind is refused, or read as what it should be. */
async function kindProblems({ folder, manifest }: ModuleUnderTest): Promise<string[]> {
  const problems: string[] = []
  for (const load of manifest.jobs) {
    const { default: job } = (await load()) as { default: AnyJob }
    const kept = keptPayload(folder, `${job.name}.v${job.version}`) as Record<string, unknown>
    for (const [key, value] of Object.entries(kept ?? {})) {
      if (value === null) continue
      const wrong = typeof value === 'object' ? 'no object' : { of: 'another kind' }
      const read = parsed(job, { ...kept, [key]: wrong })
      if (!isDeepStrictEqual(read?.[key], wrong)) continue
      problems.push(
        `the job "${job.name}" takes anything as "${key}"; have its parse throw a TypeError for what it cannot work with`
      )
    }
  }
  return problems
}

/** What a job reads of a payload; `null` when it refuses. */
function parsed(job: AnyJob, payload: unknown): Record<string, unknown> | null {
  try {
    return job.parse(payload) as Record<string, unknown>
  } catch {
    return null
  }
}

async function eventProblems({
  folder,
  manifest,
  registry,
  id,
}: ModuleUnderTest): Promise<string[]> {
  const problems = manifest.events.emits.flatMap((event) =>
    accepts(folder, `payloads/${event.id}.json`, (payload) => {
      const [told, wanted] = [payload as object, event.payload].map((each) =>
        Object.keys(each).sort()
      )
      if (told.join() !== wanted.join()) {
        throw new Error(
          `it has the fields ${told.join(', ')}, the manifest declares ${wanted.join(', ')}`
        )
      }
    })
  )
  for (const [event, loads] of Object.entries(manifest.events.handles)) {
    const emitter = registry.get(event.split('.')[0])
    for (const load of loads) {
      const { default: handler } = (await load()) as { default: EventHandler }
      if (!handler.name.startsWith(`${id}.`)) {
        problems.push(`the handler "${handler.name}" must start with "${id}."`)
      }
      if (handler.event !== event) {
        problems.push(
          `the handler "${handler.name}" is for "${String(handler.event)}", the manifest says "${event}"`
        )
      }
      if (!emitter) continue
      const file = `payloads/${event}.json`
      if (!existsSync(join(emitter.folder, file))) continue
      problems.push(
        ...accepts(emitter.folder, file, (payload) => handler.parse(payload) as unknown)
      )
    }
  }
  return problems
}

function accepts(folder: string, file: string, parse: (payload: unknown) => unknown): string[] {
  const path = join(folder, file)
  if (!existsSync(path)) {
    return [
      `${file} is missing: keep a payload of this version there, and never change it afterwards`,
    ]
  }
  try {
    parse(JSON.parse(readFileSync(path, 'utf8')))
    return []
  } catch (error) {
    return [
      `${file} is refused: ${(error as Error).message}; older payloads must still be accepted`,
    ]
  }
}
