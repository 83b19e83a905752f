import { args, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { fileURLToPath } from 'node:url'
import { apiReports, keepReport, type ApiReport } from '../api_report/report.ts'
import { apiSubject, apiSubjects } from '../api_report/subjects.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'

/** The public API as a text that is committed, so that nobody changes it unseen. */
export default class ModuleApi extends KernelCommand {
  static commandName = 'module:api'
  static description = 'Write down the public API of kernel, components and modules'
  static options: CommandOptions = { startApp: false }

  @args.string({ description: 'kernel, ui or a module; all if left out', required: false })
  declare id: string

  @flags.boolean({ description: 'All of them' })
  declare all: boolean

  @flags.boolean({
    flagName: 'check',
    description: 'Fail when a kept report differs; write nothing',
  })
  declare checking: boolean

  @flags.boolean({ description: 'List what has no doc block' })
  declare undocumented: boolean

  protected optionNames = { id: '<id>' }

  protected async perform(): Promise<Outcome> {
    const root = fileURLToPath(this.app.appRoot)
    const one = this.id && !this.all
    const subjects = one ? [await apiSubject(root, this.id)] : await apiSubjects(root)
    const reports = await apiReports(root, subjects)
    const changed = reports.filter(({ changes }) => changes.length > 0)
    if (!this.checking && !this.undocumented) {
      for (const each of changed) await keepReport(root, each)
    }
    return {
      json: reports.map(({ text: _, ...report }) => report),
      complete: !this.checking || changed.length === 0,
      lines: this.undocumented ? undocumentedLines(reports) : this.#lines(reports, changed),
    }
  }

  #lines(reports: ApiReport[], changed: ApiReport[]): string[] {
    if (!this.checking) {
      return reports.map((each) => `${changed.includes(each) ? 'written' : 'same   '} ${each.file}`)
    }
    if (changed.length === 0) return [`API: ${reports.length} reports, all as they were reviewed.`]
    return [
      ...changed.flatMap(({ file, changes }) => ['', `${file}:`, ...changes]),
      '',
      `The API of ${changed.map(({ id }) => id).join(', ')} changed. If that is meant: npm run ace -- module:api ${
        changed.length === 1 ? changed[0].id : '--all'
      }`,
    ]
  }
}

function undocumentedLines(reports: ApiReport[]): string[] {
  const found = reports.flatMap(({ undocumented }) => undocumented)
  return [
    ...found.map(({ specifier, name, file }) => `${specifier} ${name} (${file})`),
    `${found.length} exports without a doc block.`,
  ]
}
