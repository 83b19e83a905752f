import { args } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { resumeOrganisation } from '../console/organisations.ts'

/** Opens a suspended organisation again, with the jobs that waited; its owners are told. */
export default class OrgResume extends KernelCommand {
  static commandName = 'org:resume'
  static description = 'Resume a suspended organisation'

  @args.string({ description: 'Id of the organisation' })
  declare org: string

  protected optionNames = { org: '<org>' }

  protected async perform(): Promise<Outcome> {
    const { organisation, jobs } = await resumeOrganisation(this.org)
    const { id, name } = organisation
    return {
      json: { id, name, suspended: false, jobs },
      lines: [`${name} is open again; ${jobs} jobs go on.`],
    }
  }
}
