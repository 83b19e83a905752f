import { flags } from '@adonisjs/core/ace'
import { chosenOrganisations } from '../console/chosen_organisations.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { moveFiles, type Moved } from '../files/move_files.ts'
import { fileStore } from '../files/stores.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** Carries files to the chosen store; the clock does the same every night. */
export default class FilesMove extends KernelCommand {
  static commandName = 'files:move'
  static description = 'Carry files out of database rows and from other disks to the chosen store'
  static help = ['Every file stays readable meanwhile. Broken off, it goes on where it was.']

  @flags.string({ description: 'Id of an organisation; all of them when left out' })
  declare org: string

  protected async perform(): Promise<Outcome> {
    const moved: (Moved & { organisationId: string })[] = []
    for await (const organisationId of chosenOrganisations(this.org)) {
      const scope = await systemScope(organisationId, FilesMove.commandName)
      moved.push({ organisationId, ...(await moveFiles(scope)) })
    }
    const lines = moved
      .filter(({ fromRows, fromDisks, lost }) => fromRows + fromDisks + lost > 0)
      .map(
        ({ organisationId, fromRows, fromDisks, lost }) =>
          `${organisationId}: ${fromRows} files out of rows, ${fromDisks} from other disks` +
          (lost > 0 ? `, ${lost} without their bytes left where they are` : '')
      )
    const { name } = fileStore()
    return {
      json: { store: name, organisations: moved },
      lines: lines.length > 0 ? lines : [`Everything is in the store "${name}" already.`],
    }
  }
}
