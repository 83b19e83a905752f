import { flags } from '@adonisjs/core/ace'
import { chosenOrganisations } from '../console/chosen_organisations.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { forgetUploads } from '../attachments/forget_uploads.ts'
import { sweepFiles, verifyFiles, type Damage, type Sweep } from '../files/sweep.ts'
import { systemScope } from '../tenancy/open_scope.ts'

interface Swept extends Sweep {
  organisationId: string
  uploads: number
  /** Of `--verify`. */
  files?: number
  damaged?: Damage[]
}

/** Takes away files that nobody keeps; the clock does the same every night. */
export default class FilesSweep extends KernelCommand {
  static commandName = 'files:sweep'
  static description =
    'Take away files that nobody keeps; with --verify look for those that are missing'
  static help = [
    'What is younger than a day is left alone: it may be on its way.',
    '--verify also looks whether every kept file has its bytes; the exit code is 1 when some have not.',
  ]

  @flags.string({ description: 'Id of an organisation; all of them when left out' })
  declare org: string

  @flags.boolean({ description: 'Also look whether the bytes of every kept file are there' })
  declare verify: boolean

  protected async perform(): Promise<Outcome> {
    const swept: Swept[] = []
    for await (const organisationId of chosenOrganisations(this.org)) {
      const scope = await systemScope(organisationId, FilesSweep.commandName)
      const uploads = await forgetUploads(scope)
      const sweep = await sweepFiles(scope)
      swept.push({
        organisationId,
        uploads,
        ...sweep,
        ...(this.verify && (await verifyFiles(scope))),
      })
    }
    const lines = swept.flatMap(linesOf)
    const whole = swept.every(({ failed, damaged = [] }) => failed + damaged.length === 0)
    return {
      json: { organisations: swept },
      lines: lines.length > 0 ? lines : ['Nothing to take away.'],
      complete: whole,
    }
  }
}

function linesOf({ organisationId, damaged = [], files, ...sweep }: Swept): string[] {
  const { removed, strays, failed, uploads } = sweep
  return [
    ...(removed + strays + failed + uploads > 0
      ? [
          `${organisationId}: ${removed} files and ${strays} strays taken away, ${uploads} uploads ended` +
            (failed > 0 ? `, ${failed} that the store did not delete` : ''),
        ]
      : []),
    ...(files === undefined
      ? []
      : [`${organisationId}: ${files} files looked at, ${damaged.length} damaged`]),
    ...damaged.map(
      ({ key, found, bytes }) =>
        `  ${key}: ${found === null ? 'missing' : `${found} instead of ${bytes} bytes`}`
    ),
  ]
}
