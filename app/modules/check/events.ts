import { WEBHOOK_NAME } from '../../webhooks/webhook_name.ts'
import { cronProblem } from '../../schedules/cron.ts'
import type { ModuleManifest } from '../manifest.ts'

/** What is wrong with what a module does by the clock, and with the names it gives to the outside. */
export function eventProblems(manifest: ModuleManifest, all: ModuleManifest[]): string[] {
  return [...scheduleProblems(manifest), ...webhookProblems(manifest, all)]
}

function scheduleProblems({ id: module, schedules }: ModuleManifest) {
  return schedules.flatMap(({ id, cron, job }) => {
    const problem = cronProblem(cron)
    return [
      ...(problem ? [`the schedule "${id}": "${cron}" ${problem}; write it as "0 9 * * *"`] : []),
      ...(job.startsWith(`${module}.`)
        ? []
        : [`the schedule "${id}" starts "${job}"; it can only start a job of its own module`]),
    ]
  })
}

/** Receivers know these names alone, so that they are unique among all modules. */
function webhookProblems({ id: module, webhooks }: ModuleManifest, all: ModuleManifest[]) {
  return webhooks.flatMap(({ name }) => {
    const owners = all.filter((other) => other.webhooks.some((webhook) => webhook.name === name))
    const others = owners.filter(({ id }) => id !== module).map(({ id }) => `"${id}"`)
    return [
      ...(WEBHOOK_NAME.test(name) ? [] : [`the webhook "${name}" must look like "job.delivered"`]),
      ...(name.startsWith('webhook.')
        ? [`the webhook "${name}" must not start with "webhook.", which is the kernel's`]
        : []),
      ...(others.length > 0
        ? [`the webhook "${name}" is declared by ${others.join(', ')} as well; choose another name`]
        : []),
      ...(webhooks.filter((webhook) => webhook.name === name).length > 1
        ? [`the webhook "${name}" is declared twice`]
        : []),
    ]
  })
}
