import { args, flags } from '@adonisjs/core/ace'
import { makeModule, type ModuleRequest } from '../scaffold/make_module.ts'
import { moduleId, nameForms, nounOf } from '../scaffold/names.ts'
import { AuthorCommand } from './author_command.ts'
import type { Outcome } from './kernel_command.ts'

/** Makes a module; asks for what was not said, when somebody is there to answer. */
export abstract class MakeModuleCommand extends AuthorCommand {
  @args.string({ description: 'Id: lower-case letters, digits and dashes', required: false })
  declare id: string

  @flags.string({ description: 'Name as people read it; made of the id if left out' })
  declare name: string

  @flags.string({ description: 'One kind of record it keeps, in the singular: service note' })
  declare noun: string

  @flags.boolean({ description: 'Manifest, README and tests only, without a record' })
  declare bare: boolean

  /** Where modules of this kind lie. */
  protected abstract readonly parent: ModuleRequest['parent']

  protected optionNames = { id: '<id>' }

  protected async perform(): Promise<Outcome> {
    const { dryRun, bare } = this
    const silent = !this.asks || Boolean(this.id)
    const id = moduleId(silent ? (this.id ?? '') : await this.prompt.ask('Id of the module'))
    const name = silent
      ? this.name
      : await this.prompt.ask('Name as people read it', { default: nameForms(id).Words })
    const noun =
      silent || bare
        ? this.noun
        : await this.prompt.ask('One kind of record it keeps', { default: nounOf(id) })
    const request = { id, name, noun, bare, dryRun, parent: this.parent }
    const { files, next, ...made } = await makeModule(this.root, request)
    return this.made(made, files, next)
  }
}
