import { writeFile } from 'node:fs/promises'
import { flags } from '@adonisjs/core/ace'
import { organisationNamed } from '../console/organisation_named.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { heldAbout } from '../data/person/held.ts'
import { exportPerson } from '../data/person/person_export.ts'
import { findPeople } from '../data/person/subjects.ts'
import { RuleError } from '../errors.ts'
import { NOWHERE } from '../identity/services/origin.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** Finds somebody, says what is held about them, and writes it into a ZIP file. */
export default class DataPerson extends KernelCommand {
  static commandName = 'data:person'
  static description = 'Find a person in an organisation and export what is held about them'
  static help = [
    'Find somebody:   data:person --org=<id> --find="98220"',
    'What is held:    data:person --org=<id> --id=<id of the person>',
    'Into a file:     data:person --org=<id> --id=<id of the person> --out=person.zip',
  ]

  @flags.string({ description: 'Id of the organisation, or its name', required: true })
  declare org: string

  @flags.string({ description: 'Kind of person: contacts.contact, kernel.member' })
  declare kind: string

  @flags.string({ description: 'Part of a name, phone or e-mail address' })
  declare find: string

  @flags.string({ description: 'Id of the person' })
  declare id: string

  @flags.string({ description: 'File to write; must not exist' })
  declare out: string

  protected async perform(): Promise<Outcome> {
    const registry = await this.registry()
    const scope = await systemScope((await organisationNamed(this.org)).id, DataPerson.commandName)
    const kind = this.kind ?? 'contacts.contact'
    if (this.find) {
      const people = await findPeople(scope, registry, kind, this.find)
      return {
        json: { people },
        lines: people.map(({ id, name, hint }) => [id, name, hint].filter(Boolean).join('  ')),
      }
    }
    if (!this.id) {
      throw new RuleError('E_PERSON_MISSING', 'Nobody is named.', {
        field: 'id',
        next: 'Look the person up by --find, then name them by --id.',
      })
    }
    const { person, held, erasures } = await heldAbout(scope, registry, kind, this.id)
    if (this.out) {
      const { content } = await exportPerson(scope, registry, kind, this.id, NOWHERE)
      await writeFile(this.out, content, { flag: 'wx', mode: 0o600 })
    }
    return {
      json: { person, held, erasures, file: this.out ?? null },
      lines: [
        person.name,
        ...held.map(({ label, module, rows }) => `${label} (${module}): ${rows}`),
        ...(this.out ? [`Written to ${this.out}.`] : []),
      ],
    }
  }
}
