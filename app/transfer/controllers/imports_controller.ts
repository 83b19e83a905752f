import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { receiveBytes } from '../../http/receive_bytes.ts'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { fixRows } from '../fix_rows.ts'
import { failedRows } from '../failed_rows.ts'
import { FileTooLargeError } from '../files/errors.ts'
import { FILE_LIMITS } from '../files/limits.ts'
import { cancelImport, checkImport, startImport } from '../import_steps.ts'
import { readImport, uploadImport } from '../imports.ts'
import { sendFile } from '../send_file.ts'
import { importIn } from '../transfer_words.ts'
import {
  fileNameValidator,
  fixesValidator,
  formatValidator,
  mappingValidator,
} from '../validators.ts'

/** One import from its file to its result. */
@inject()
export default class ImportsController {
  constructor(private registry: ModuleRegistry) {}

  /** The file is the body of the request; its name stands in the query. */
  async store(ctx: HttpContext) {
    const { importer } = ctx.params as { importer: string }
    const { name = 'file' } = await fileNameValidator.validate(ctx.request.qs())
    const bytes = await receiveBytes(ctx, FILE_LIMITS.bytes)
    if (!bytes) throw new FileTooLargeError(FILE_LIMITS.bytes)
    const view = await uploadImport(ctx.scope, this.registry, importer, { name, bytes })
    return reply(ctx).saved(view, {
      to: `/transfer/imports/${view.id}`,
      message: { key: 'kernel.import.uploaded', params: { file: view.fileName } },
      created: true,
    })
  }

  async show(ctx: HttpContext) {
    const view = await readImport(ctx.scope, this.registry, this.#id(ctx))
    return reply(ctx).record('kernel::transfer/import', importIn(sayTo(ctx), view))
  }

  async check(ctx: HttpContext) {
    const { mapping } = await ctx.request.validateUsing(mappingValidator)
    await checkImport(ctx.scope, this.registry, this.#id(ctx), mapping)
    return this.#saved(ctx, 'Every row is looked at; nothing is saved yet.')
  }

  async start(ctx: HttpContext) {
    await startImport(ctx.scope, this.registry, this.#id(ctx))
    return this.#saved(ctx, 'The import has begun.')
  }

  /** Cells that hold nothing may come as `null`: forms say so. */
  async fix(ctx: HttpContext) {
    const { cells, replace, skip, restore } = await ctx.request.validateUsing(fixesValidator)
    await fixRows(ctx.scope, this.registry, this.#id(ctx), {
      cells: cells?.map(({ value, ...cell }) => ({ ...cell, value: value ?? '' })),
      replace: replace && { ...replace, from: replace.from ?? '', to: replace.to ?? '' },
      skip,
      restore,
    })
    return this.#saved(ctx, 'Corrected.')
  }

  async cancel(ctx: HttpContext) {
    await cancelImport(ctx.scope, this.registry, this.#id(ctx))
    return this.#saved(ctx, 'The import is cancelled.')
  }

  async failures(ctx: HttpContext) {
    const { format = 'xlsx' } = await formatValidator.validate(ctx.request.qs())
    return sendFile(
      ctx,
      await failedRows(ctx.scope, this.registry, this.#id(ctx), format, sayTo(ctx))
    )
  }

  async #saved(ctx: HttpContext, message: string) {
    const view = await readImport(ctx.scope, this.registry, this.#id(ctx))
    return reply(ctx).saved(importIn(sayTo(ctx), view), {
      to: `/transfer/imports/${view.id}`,
      message,
    })
  }

  #id({ params }: HttpContext) {
    return (params as { id: string }).id
  }
}
