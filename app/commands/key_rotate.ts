import { flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { unknownOrganisation } from '../console/organisations.ts'
import { RuleError } from '../errors.ts'
import Organisation from '../identity/models/organisation.ts'
import { keyOwners, rewrapKeys, rotateKey, type Rotation } from '../secrets/rotation.ts'

/** Changes the keys that encrypt stored secrets; see `docs/commands.md` for the change of APP_KEY. */
export default class KeyRotate extends KernelCommand {
  static commandName = 'key:rotate'
  static description = 'Rotate the keys that encrypt stored secrets'
  static help = [
    'Wraps every key by the present APP_KEY first. Then makes a new key and encrypts what the old one did: of the',
    'deployment (second factors of people), with --org of one organisation, with --all of the deployment and every',
    'organisation. May be stopped and run again at any time; nobody notices.',
  ]

  @flags.string({ description: 'Id of an organisation, to rotate its key alone' })
  declare org: string

  @flags.boolean({ description: 'Rotate the key of the deployment and of every organisation' })
  declare all: boolean

  protected async perform(): Promise<Outcome> {
    const owners = await this.#owners()
    const rewrapped = await rewrapKeys()
    const rotations: Rotation[] = []
    for (const owner of owners) rotations.push(await rotateKey(owner))
    return {
      json: { rewrapped, rotations },
      lines: [
        `${rewrapped} keys were wrapped by the present APP_KEY; APP_KEY_PREVIOUS is needed no more for them.`,
        ...rotations.flatMap(linesOf),
      ],
      complete: rotations.every(({ broken }) => broken.length === 0),
    }
  }

  async #owners() {
    if (this.org && this.all) {
      throw new RuleError('E_OPTIONS', 'One organisation or all of them?', {
        field: 'all',
        next: 'Leave out --org or --all.',
      })
    }
    if (this.all) return keyOwners()
    if (!this.org) return [null]
    const known = await Organisation.query().whereRaw('id::text = ?', [this.org]).first()
    if (!known) throw unknownOrganisation(this.org)
    return [known.id]
  }
}

function linesOf({ organisationId, version, resumed, resealed, retired, broken }: Rotation) {
  const whose = organisationId ?? 'deployment'
  const how = resumed ? 'went on to' : 'is at'
  const gone = retired.length > 0 ? `, retired ${retired.join(', ')}` : ''
  return [
    `${whose}: ${how} version ${version}, ${resealed} values encrypted again${gone}`,
    ...broken.map(
      (name) => `${whose}: ${name} cannot be opened and stays as it is; store it again`
    ),
  ]
}
