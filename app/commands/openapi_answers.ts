import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { ModuleRegistry } from '../modules/registry.ts'
import { ANSWERS_FILE, KERNEL_ANSWERS } from '../openapi/answers.ts'
import { apiRoutes } from '../openapi/routes_of.ts'

/** Writes down what the API answers, read from the types of the controllers. */
export default class OpenApiAnswers extends BaseCommand {
  static commandName = 'openapi:answers'
  static description = 'Write down what the API answers, from the types of the controllers'
  static options: CommandOptions = { startApp: true }

  @flags.boolean({ flagName: 'check', description: 'Fail when a kept file differs; write nothing' })
  declare checking: boolean

  async run() {
    const root = fileURLToPath(this.app.appRoot).replace(/\/$/, '')
    const registry = await this.app.container.make(ModuleRegistry)
    const { AnswerReader } = await import('../openapi/answers/read_answers.ts')
    const reader = await AnswerReader.open(root)
    const routes = apiRoutes()
    const packages = [
      {
        id: 'kernel',
        folder: dirname(KERNEL_ANSWERS),
        module: null,
        kept: KERNEL_ANSWERS,
      },
      ...registry
        .all()
        .map(({ manifest: { id }, folder }) => ({ id, folder, module: id, kept: folder })),
    ]
    let changed = 0
    for (const { id, folder, module, kept } of packages) {
      const own = routes.filter((route) => route.module === module)
      if (own.length === 0) continue
      const answers = await reader.read({ id, folder: folder.replace(/\/$/, ''), routes: own })
      if (Object.keys(answers.answers).length === 0) continue
      const text = `${JSON.stringify(answers, null, 1)}\n`
      const path = join(kept, ANSWERS_FILE)
      if (text === (await readFile(path, 'utf8').catch(() => ''))) continue
      changed++
      if (!this.checking) await writeFile(path, text)
      const file = relative(root, path)
      if (this.checking) this.logger.error(`${file} is not what the controllers answer`)
      else this.logger.success(`${file}: ${Object.keys(answers.answers).length} answers`)
    }
    if (this.checking && changed > 0) {
      this.logger.info('Run: npm run ace -- openapi:answers')
      this.exitCode = 1
    }
  }
}
