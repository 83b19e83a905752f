import { inject } from '@adonisjs/core'
import { reply } from '../../http/reply.ts'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { receiveBytes } from '../../http/receive_bytes.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { openRecord } from '../../records/open_record.ts'
import {
  linkAttachment,
  readAttachment,
  setAttachmentDeleted,
  type Rendition,
} from '../attachments.ts'
import { FileIncompleteError } from '../errors.ts'
import { sendFile } from '../send_file.ts'
import {
  beginUpload,
  cancelUpload,
  finishUpload,
  PART_BYTES,
  readUpload,
  storePart,
} from '../uploads.ts'
import { partValidator, uploadValidator } from '../validators.ts'
import { listAttachments } from '../view.ts'

/** Files at a record of any module: announced, sent in parts, put together, shown, removed. */
@inject()
export default class AttachmentsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    return { data: await listAttachments(ctx.scope, await this.#record(ctx, false)) }
  }

  async store(ctx: HttpContext) {
    const record = await this.#record(ctx)
    const input = await ctx.request.validateUsing(uploadValidator)
    const upload = await beginUpload(ctx.scope, record, input)
    return reply(ctx).made(upload)
  }

  async upload(ctx: HttpContext) {
    return { data: await readUpload(ctx.scope, await this.#record(ctx), fileOf(ctx)) }
  }

  async cancel(ctx: HttpContext) {
    await cancelUpload(ctx.scope, await this.#record(ctx), fileOf(ctx))
    return { data: { id: fileOf(ctx) } }
  }

  async part(ctx: HttpContext) {
    const record = await this.#record(ctx)
    const { part } = await partValidator.validate(ctx.params)
    const content = await receiveBytes(ctx, PART_BYTES)
    if (!content) throw new FileIncompleteError([part])
    return { data: await storePart(ctx.scope, record, fileOf(ctx), { part, content }) }
  }

  async finish(ctx: HttpContext) {
    const record = await this.#record(ctx)
    await finishUpload(ctx.scope, record, fileOf(ctx))
    const files = await listAttachments(ctx.scope, record)
    const file = files.find(({ id }) => id === fileOf(ctx))
    // Finished before and removed since.
    if (!file) throw new NotFoundError('file')
    return { data: file }
  }

  async show(ctx: HttpContext) {
    return this.#send(ctx, 'content')
  }

  async thumbnail(ctx: HttpContext) {
    return this.#send(ctx, 'thumbnail')
  }

  async preview(ctx: HttpContext) {
    return this.#send(ctx, 'preview')
  }

  async link(ctx: HttpContext) {
    const record = await this.#record(ctx, false)
    return { data: await linkAttachment(ctx.scope, record, fileOf(ctx)) }
  }

  async remove(ctx: HttpContext) {
    return this.#setDeleted(ctx, true)
  }

  async restore(ctx: HttpContext) {
    return this.#setDeleted(ctx, false)
  }

  async #setDeleted(ctx: HttpContext, deleted: boolean) {
    const record = await this.#record(ctx)
    const { id, deletedAt } = await setAttachmentDeleted(ctx.scope, record, fileOf(ctx), deleted)
    return { data: { id, deleted: deletedAt !== null } }
  }

  async #send(ctx: HttpContext, what: Rendition) {
    const record = await this.#record(ctx, false)
    return sendFile(ctx, await readAttachment(ctx.scope, record, fileOf(ctx), what))
  }

  #record({ scope, params }: HttpContext, write = true) {
    const record = { table: params.table as string, id: params.id as string }
    return openRecord(scope, this.registry, record, { write })
  }
}

const fileOf = ({ params }: HttpContext) => params.fileId as string
