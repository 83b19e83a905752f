import db from '@adonisjs/lucid/services/db'
import { installedJobs } from '../../../../jobs/installed_jobs.ts'
import { nextDue } from '../../../../schedules/cron.ts'
import type { AnyJob } from '../../../../jobs/job.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import { whileOff } from './foreign.ts'

const DAY = 86_400_000

/** A schedule's job takes what the clock gives it, and the clock is silent where the module is off, and only there. */
export async function scheduleProblems(module: ModuleUnderTest): Promise<string[]> {
  const { manifest, registry, id } = module
  if (manifest.schedules.length === 0) return []
  const { a, b } = await module.pair()
  const jobs = await installedJobs(registry)
  const { timezone } = (await a.scope()).organisation
  const problems: string[] = []
  for (const schedule of manifest.schedules) {
    const due = nextDue(schedule.cron, timezone, new Date(Date.now() + DAY))
    const job = jobs.get(schedule.job) as AnyJob
    try {
      job.parse({ dueAt: due.toISOString() })
    } catch (error) {
      problems.push(
        `the schedule "${schedule.id}" gives its job { dueAt }, which it refuses: ${(error as Error).message}; accept it`
      )
    }
    const wanted = await whileOff(module, b, async () => {
      const { rows } = await db.rawQuery('select kernel_schedule_work(?, ?, ?, ?) as id', [
        schedule.id,
        id,
        timezone,
        due,
      ] as never[])
      return new Set((rows as { id: string }[]).map((row) => row.id))
    })
    if (!wanted.has(a.organisationId)) {
      problems.push(`the schedule "${schedule.id}" does not run where the module is on`)
    }
    if (wanted.has(b.organisationId)) {
      problems.push(`the schedule "${schedule.id}" runs where the module is off`)
    }
  }
  return problems
}
