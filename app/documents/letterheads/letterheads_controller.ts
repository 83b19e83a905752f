import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { receiveBytes } from '../../http/receive_bytes.ts'
import { reply } from '../../http/reply.ts'
import { sendPdf } from '../../http/send_pdf.ts'
import { LETTERHEAD_BYTES } from './errors.ts'
import { letterheadFile } from './letterhead.ts'
import { tooLarge } from './prepare_letterhead.ts'
import {
  listLetterheads,
  removeLetterhead,
  saveLetterhead,
  setLetterheadRoom,
} from './update_letterhead.ts'
import { letterheadFileValidator, letterheadRoomValidator } from './validators.ts'

const PAGE = '/settings/documents'
/** What a file is called that came without a name. */
const DEFAULT = 'letterhead.pdf'

/** Letterheads of the organisation's own, as PDF. */
export default class LetterheadsController {
  async index(ctx: HttpContext) {
    return { data: await listLetterheads(ctx.scope) }
  }

  /** The file, for pages that show a paper before it is printed. It never changes below its address. */
  async file(ctx: HttpContext) {
    const { sha256 } = ctx.params as { sha256: string }
    const content = await letterheadFile(ctx.scope, sha256)
    sendPdf(ctx, content, DEFAULT)
    ctx.response.header('cache-control', 'private, max-age=31536000, immutable')
  }

  /** The PDF is the body of the request. */
  async store(ctx: HttpContext) {
    const branchId = placeOf(ctx)
    const { name = DEFAULT } = await letterheadFileValidator.validate(ctx.request.qs())
    const bytes = await receiveBytes(ctx, LETTERHEAD_BYTES)
    if (!bytes) throw tooLarge()
    const saved = await saveLetterhead(ctx.scope, branchId, { bytes, name })
    return reply(ctx).saved({ ...saved }, { to: PAGE, message: 'Letterhead saved.' })
  }

  async room(ctx: HttpContext) {
    const room = await ctx.request.validateUsing(letterheadRoomValidator)
    const saved = await setLetterheadRoom(ctx.scope, placeOf(ctx), room)
    return reply(ctx).saved({ ...saved }, { to: PAGE, message: 'Letterhead saved.' })
  }

  async remove(ctx: HttpContext) {
    const branchId = placeOf(ctx)
    await removeLetterhead(ctx.scope, branchId)
    return reply(ctx).saved({ branchId }, { to: PAGE, message: 'Letterhead removed.' })
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** @throws NotFoundError */
function placeOf({ params }: HttpContext): string | null {
  const { place } = params as { place: string }
  if (place === 'organisation') return null
  if (UUID.test(place)) return place
  throw new NotFoundError('branch')
}
