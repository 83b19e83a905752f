import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { OrganisationModel } from '../database/organisation_model.ts'

/** A file at a record. The bytes are read and written apart from the model: lists never load them. */
export default class Attachment extends OrganisationModel {
  static table = 'attachments'

  @column()
  declare moduleId: string

  @column()
  declare recordTable: string

  @column()
  declare recordId: string

  @column()
  declare authorKind: string

  /** User id, token id or name of the job, by `authorKind`. */
  @column()
  declare authorId: string

  @column()
  declare authorMemberId: string | null

  @column()
  declare name: string

  /** By its content; empty while it is on its way. */
  @column()
  declare type: string

  /** While it is on its way what was announced, then what is kept. */
  @column()
  declare bytes: number

  /** `scanning` until the virus scanner has looked at it; `refused` when it found something. */
  @column()
  declare state: 'uploading' | 'scanning' | 'kept' | 'refused'

  /** Stored files: the file itself, a small picture for lists, one for phones. `fileId` is empty of files in rows. */
  @column()
  declare fileId: string | null

  @column()
  declare thumbnailId: string | null

  @column()
  declare previewId: string | null

  /** What the scanner found. */
  @column()
  declare refusal: string | null

  /** Can be taken back for 30 days, then a retention run deletes it. */
  @column.dateTime()
  declare deletedAt: DateTime | null
}

/** The columns of the model: everything but the bytes. */
export const ATTACHMENT_COLUMNS = [
  'organisation_id',
  'id',
  'module_id',
  'record_table',
  'record_id',
  'author_kind',
  'author_id',
  'author_member_id',
  'name',
  'type',
  'bytes',
  'state',
  'file_id',
  'thumbnail_id',
  'preview_id',
  'refusal',
  'deleted_at',
  'custom',
  'version',
  'created_at',
  'updated_at',
]
