import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { queueStatus } from '../jobs/status.ts'

/** Says how the queues stand, and whether somebody works on them. */
export default class QueueStatus extends KernelCommand {
  static commandName = 'queue:status'
  static description = 'Say how many jobs wait, run and were given up, and who works on them'

  protected async perform(): Promise<Outcome> {
    const status = await queueStatus()
    const { driver, queues, workers, problems } = status
    return {
      json: status,
      complete: problems.length === 0,
      lines: [
        `Driver ${driver.name}: ${driver.message}`,
        ...queues.map(
          ({ queue, ready, running, later, waiting, dead, oldestSeconds }) =>
            `${queue}: ${ready} ready${ready > 0 ? ` (the oldest for ${oldestSeconds} s)` : ''}, ` +
            `${running} running, ${later} later, ${waiting} put aside, ${dead} given up`
        ),
        `${workers} processes at work.`,
        ...problems,
      ],
    }
  }
}
