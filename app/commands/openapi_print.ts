import { writeFile } from 'node:fs/promises'
import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { ModuleRegistry } from '../modules/registry.ts'
import { openApiDocument } from '../openapi/document.ts'
import { apiRoutes, apiRoutesOf } from '../openapi/routes_of.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** The OpenAPI 3.1 description of the API: of all installed modules, or of those that an organisation uses. */
export default class OpenApiPrint extends BaseCommand {
  static commandName = 'openapi:print'
  static description = 'Print the OpenAPI description of the API'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'Id of an organisation, to print what answers there' })
  declare org: string

  @flags.string({ description: 'File to write instead of printing' })
  declare output: string

  async run() {
    const registry = await this.app.container.make(ModuleRegistry)
    const routes = this.org
      ? apiRoutesOf(await systemScope(this.org, this.commandName))
      : apiRoutes()
    const text = `${JSON.stringify(await openApiDocument(registry, routes), null, 2)}\n`
    if (this.output) {
      await writeFile(this.output, text)
      this.logger.success(`${routes.length} operations are described in ${this.output}`)
    } else {
      this.logger.log(text)
    }
  }
}
