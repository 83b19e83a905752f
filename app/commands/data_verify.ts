import { existsSync } from 'node:fs'
import { args } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { verifyExport } from '../data/export/verify_export.ts'
import { RuleError } from '../errors.ts'

/** Reads an export from its beginning to its end and compares it with its manifest; ends with 1 if it is not whole. */
export default class DataVerify extends KernelCommand {
  static commandName = 'data:verify'
  static description = 'Verify that an export of data is whole'

  @args.string({ description: 'The ZIP file' })
  declare file: string

  protected optionNames = { file: '<file>' }

  protected async perform(): Promise<Outcome> {
    if (!existsSync(this.file)) {
      throw new RuleError('E_EXPORT_GONE', 'There is no such file.', {
        field: 'file',
        next: 'Give the path of a ZIP that data:export or Settings → Data wrote.',
      })
    }
    const { ok, problems, manifest, sha256, bytes } = await verifyExport(this.file)
    return {
      json: { ok, problems, sha256, bytes, manifest },
      lines: [
        ...problems,
        ok
          ? `Whole: ${manifest!.organisation.name}, ${manifest!.createdAt}, ${manifest!.files.length} files.`
          : 'This export is not what was written. Do not rely on it.',
        `SHA-256 ${sha256}`,
      ],
      complete: ok,
    }
  }
}
