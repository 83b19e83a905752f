import { args } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { measureAll, measureUsage } from '../partners/usage.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** Counts what organisations use; meant to run once a day. The pages of partners show it. */
export default class UsageMeasure extends KernelCommand {
  static commandName = 'usage:measure'
  static description = 'Count what organisations use: people, documents, storage, jobs'

  @args.string({
    description: 'Id of one organisation; all of them when left out',
    required: false,
  })
  declare org?: string

  protected optionNames = { org: '<org>' }

  protected async perform(): Promise<Outcome> {
    if (!this.org) {
      const organisations = await measureAll()
      return { json: { organisations }, lines: [`${organisations} organisations counted.`] }
    }
    const { organisation } = await systemScope(this.org, this.commandName)
    const usage = await measureUsage(organisation.id)
    return {
      json: { organisation: { id: organisation.id, name: organisation.name }, usage },
      lines: [
        `${organisation.name}: ${usage.users} people, ${usage.documents} documents,`,
        `${usage.storageBytes} bytes in tables, ${usage.fileBytes} bytes in files,`,
        `jobs of 30 days: ${usage.jobsDone} done, ${usage.jobsFailed} failed, ${usage.jobsParked} waiting.`,
      ],
    }
  }
}
