import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BaseCommand, flags } from '@adonisjs/core/ace'
import { ERROR_PAGE, errorCodes, errorPage } from '../api/error_codes.ts'

/** Writes down every code that programs may be answered with. */
export default class OpenApiErrors extends BaseCommand {
  static commandName = 'openapi:errors'
  static description = 'Write down the codes of all problems, from the sources'

  @flags.boolean({ flagName: 'check', description: 'Fail when the kept page differs' })
  declare checking: boolean

  async run() {
    const root = fileURLToPath(this.app.appRoot)
    const codes = await errorCodes(root)
    const path = join(root, ERROR_PAGE)
    const text = errorPage(codes)
    if (text === (await readFile(path, 'utf8').catch(() => ''))) {
      this.logger.success(`${ERROR_PAGE} is as it should be: ${codes.length} codes`)
      return
    }
    if (this.checking) {
      this.logger.error(`${ERROR_PAGE} is old. Run: npm run ace -- openapi:errors`)
      this.exitCode = 1
      return
    }
    await writeFile(path, text)
    this.logger.success(`${ERROR_PAGE}: ${codes.length} codes`)
  }
}
