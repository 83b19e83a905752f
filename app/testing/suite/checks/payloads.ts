import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventHandler } from '../../../events/declaration.ts'
import type { AnyJob } from '../../../jobs/job.ts'
import type { ModuleCheck } from '../check.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'

/** What was queued or written before an upgrade is understood after it. */
export const PAYLOADS: ModuleCheck[] = [
  {
    id: 'payloads.jobs',
    title: 'jobs accept every payload they were ever queued with',
    run: jobProblems,
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
