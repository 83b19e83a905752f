import type { AbstractBaseCommand, CommandMetaData } from '@adonisjs/core/types/ace'
import { makePart } from '../scaffold/make_part.ts'
import { PARTS } from '../scaffold/parts/all.ts'
import type { Part } from '../scaffold/parts/part.ts'
import { AuthorCommand } from './author_command.ts'
import type { Outcome } from './kernel_command.ts'

/** The command of a part: `make:module:page <module> <name> --permission=…`. */
function commandOf(part: Part) {
  class MakePart extends AuthorCommand {
    static commandName = `make:module:${part.id}`
    static description = part.description

    protected optionNames = { module: '<module>', name: '<name>' }

    protected async perform(): Promise<Outcome> {
      const given = this as unknown as Record<string, string | undefined>
      const { dryRun } = this
      const [moduleId, name] = [given.module!, given.name!]
      const options = Object.fromEntries(part.options.map((each) => [each.name, given[each.name]]))
      const { files, next } = await makePart(this.root, part, { moduleId, name, options, dryRun })
      return this.made({ part: part.id, module: moduleId }, files, next)
    }
  }
  MakePart.boot()
  MakePart.defineArgument('module', { type: 'string', description: 'Id of the module' })
  MakePart.defineArgument('name', { type: 'string', description: part.nameHelp })
  for (const { name, description } of part.options) {
    MakePart.defineFlag(name, { type: 'string', description })
  }
  return MakePart
}

const commands = new Map(PARTS.map((part) => [`make:module:${part.id}`, commandOf(part)]))

/** Loader of ace, named in adonisrc.ts: what the commands are called and take. */
export async function getMetaData(): Promise<CommandMetaData[]> {
  return [...commands.values()].map((command) => command.serialize())
}

/** Loader of ace: the command itself. */
export async function getCommand({ commandName }: CommandMetaData) {
  return (commands.get(commandName) ?? null) as unknown as AbstractBaseCommand | null
}
