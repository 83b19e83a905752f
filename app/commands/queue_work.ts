import { flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { ensureSafeRole } from '../database/safe_role.ts'
import { installedJobs } from '../jobs/installed_jobs.ts'
import { checkedQueueConfig } from '../jobs/queue.ts'
import { RuleError } from '../errors.ts'
import { queuesOf } from '../jobs/worker.ts'
import { WorkerProcess } from '../jobs/worker_process.ts'

/** Works in the background until it is asked to stop: jobs, events, webhooks and schedules, or some queues alone. */
export default class QueueWork extends KernelCommand {
  static commandName = 'queue:work'
  static description = 'Do jobs, events, webhooks and schedules until stopped by SIGTERM or Ctrl-C'

  @flags.array({ description: 'Only jobs of these queues: --queues=default,printing' })
  declare queues?: string[]

  @flags.number({ description: 'Jobs of each queue at a time' })
  declare concurrency?: number

  protected async perform(): Promise<Outcome> {
    await ensureSafeRole(await this.app.container.make('lucid.db'))
    const worker = await this.app.container.make(WorkerProcess)
    const concurrency = this.concurrency ?? worker.config.concurrency
    checkedQueueConfig({ ...worker.config, concurrency })
    const known = queuesOf(await installedJobs(await this.registry()))
    const queues = this.#chosen(known)
    // Whoever stops the application has this end first; the provider then stops the work.
    const stopped = new Promise<void>((resolve) => this.app.terminating(() => resolve()))
    await worker.join('worker')
    await worker.start({ queues, concurrency })
    const doing = queues ? queues.join(', ') : `${known.join(', ')}; events, webhooks, schedules`
    if (!this.json) {
      this.logger.log(`Working on ${doing}; ${concurrency} jobs of each queue at a time.`)
    }
    await stopped
    return { json: { stopped: true }, lines: ['Stopped.'] }
  }

  #chosen(known: string[]): string[] | undefined {
    const wanted = this.queues?.flatMap((each) => each.split(',')).map((each) => each.trim())
    if (!wanted || wanted.length === 0) return undefined
    const unknown = wanted.filter((each) => !known.includes(each))
    if (unknown.length === 0) return [...new Set(wanted)]
    throw new RuleError('E_QUEUE_UNKNOWN', `No job waits in the queue ${unknown.join(', ')}.`, {
      field: 'queues',
      next: `Choose among ${known.join(', ')}.`,
    })
  }
}
