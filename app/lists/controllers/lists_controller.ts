import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { originOf } from '../../identity/services/origin.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { inBackground } from '../../transfer/exports/in_background.ts'
import { sendFile } from '../../transfer/send_file.ts'
import { editRow } from '../edit_row.ts'
import { exportList } from '../export_list.ts'
import { listInput } from '../list_input.ts'
import { countList, countValues, rowsById } from '../read_lists.ts'
import { listNamed } from '../registry.ts'
import { listExportValidator, rowEditValidator, rowsValidator } from '../validators.ts'

/** What a list with a name answers besides its pages. */
@inject()
export default class ListsController {
  constructor(private registry: ModuleRegistry) {}

  async count(ctx: HttpContext) {
    const list = await this.#list(ctx)
    return { data: await countList(ctx.scope, list, await listInput(ctx)) }
  }

  async counts(ctx: HttpContext) {
    const list = await this.#list(ctx)
    const { filter } = ctx.params as { filter: string }
    return { data: { counts: await countValues(ctx.scope, list, filter, await listInput(ctx)) } }
  }

  async rows(ctx: HttpContext) {
    const list = await this.#list(ctx)
    const { ids } = await rowsValidator.validate(ctx.request.qs())
    return { data: await rowsById(ctx.scope, list, ids.split(',')) }
  }

  async edit(ctx: HttpContext) {
    const list = await this.#list(ctx, { toChange: true })
    const { row } = ctx.params as { row: string }
    const edit = await ctx.request.validateUsing(rowEditValidator)
    return { data: await editRow(ctx.scope, list, row, edit) }
  }

  async export(ctx: HttpContext) {
    const list = await this.#list(ctx)
    const { format = 'csv', columns } = await listExportValidator.validate(ctx.request.qs())
    const choice = { format, columns: columns?.split(',').filter(Boolean) }
    const { sort, search, filters } = await listInput(ctx)
    const input = { sort, search, filters }
    const asked = {
      source: 'list',
      name: list.name,
      format,
      choice: { ...input, columns: choice.columns },
    } as const
    if (await inBackground(ctx, this.registry, asked)) return
    return sendFile(ctx, await exportList(ctx.scope, list, input, choice, originOf(ctx)))
  }

  #list({ scope, params }: HttpContext, options?: { toChange: boolean }) {
    return listNamed(scope, this.registry, String((params as { list: string }).list), options)
  }
}
