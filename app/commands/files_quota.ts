import { args, flags } from '@adonisjs/core/ace'
import { organisationNamed } from '../console/organisation_named.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { RuleError } from '../errors.ts'
import { bytesOfGb, fileUsage, GB, MOST_GB, setFileQuota } from '../files/quota.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** Says how much room the files of an organisation take, and gives it more or less. */
export default class FilesQuota extends KernelCommand {
  static commandName = 'files:quota'
  static description =
    'Show the room that the files of an organisation take, or set how much they may'

  @args.string({ description: 'Id of the organisation, or its name' })
  declare org: string

  @flags.string({ description: 'Room in GB, such as 50; "default" for that of the deployment' })
  declare gb: string

  protected optionNames = { org: '<org>' }

  protected async perform(): Promise<Outcome> {
    const { id, name } = await organisationNamed(this.org)
    const scope = await systemScope(id, FilesQuota.commandName)
    if (this.gb !== undefined) await setFileQuota(scope, this.#wanted())
    const usage = await fileUsage(scope)
    const gigabytes = (bytes: number) => (bytes / GB).toFixed(2)
    return {
      json: { organisation: { id, name }, ...usage },
      lines: [
        `${name}: ${usage.files} files, ${gigabytes(usage.bytes)} of ${gigabytes(usage.quota)} GB.`,
      ],
    }
  }

  #wanted(): number | null {
    if (this.gb === 'default') return null
    const gigabytes = Number(this.gb)
    if (this.gb.trim() !== '' && gigabytes >= 0 && gigabytes <= MOST_GB) {
      return bytesOfGb(gigabytes)
    }
    throw new RuleError('E_FILE_QUOTA_VALUE', `"${this.gb}" is no room in GB.`, {
      field: 'gb',
      next: 'Write a number such as 50 or 0.5, or "default".',
    })
  }
}
