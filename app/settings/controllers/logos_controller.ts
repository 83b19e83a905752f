import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { receiveBytes } from '../../http/receive_bytes.ts'
import { reply } from '../../http/reply.ts'
import { findLogo, LOGO_BYTES, logoPath } from '../logos.ts'
import { LogoError } from '../prepare_logo.ts'
import { setBranchLogo, setOrganisationLogo } from '../owned_logos.ts'

const YEAR_SECONDS = 31_536_000

/** Logos: taken as the body of a request, shown to whoever has the address. */
export default class LogosController {
  /** Mail programs and printed pages ask without a session; an address says nothing but its own picture. */
  async show({ params, response }: HttpContext) {
    const sha256 = /^([0-9a-f]{64})\.png$/.exec(params.file as string)?.[1]
    const content = sha256 ? await findLogo(sha256) : null
    if (!content) throw new NotFoundError('picture')
    response.header('content-type', 'image/png')
    response.header('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`)
    response.header('x-content-type-options', 'nosniff')
    response.header('cross-origin-resource-policy', 'cross-origin')
    response.header('content-security-policy', `default-src 'none'`)
    return response.send(content)
  }

  async storeOrganisation(ctx: HttpContext) {
    const { logo } = await setOrganisationLogo(ctx.scope, await receiveLogo(ctx))
    return this.#saved(ctx, logo, '/settings/organisation', 'Logo saved.')
  }

  async removeOrganisation(ctx: HttpContext) {
    await setOrganisationLogo(ctx.scope, null)
    return this.#saved(ctx, null, '/settings/organisation', 'Logo removed.')
  }

  async storeBranch(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const { logo } = await setBranchLogo(ctx.scope, id, await receiveLogo(ctx))
    return this.#saved(ctx, logo, `/settings/branches/${id}/edit`, 'Logo saved.')
  }

  async removeBranch(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await setBranchLogo(ctx.scope, id, null)
    return this.#saved(ctx, null, `/settings/branches/${id}/edit`, 'Logo removed.')
  }

  #saved(ctx: HttpContext, sha256: string | null, to: string, message: string) {
    return reply(ctx).saved({ logo: logoPath(sha256) }, { to, message })
  }
}

/**
 * The picture that is the body of the request.
 * @throws LogoError
 */
async function receiveLogo(ctx: HttpContext): Promise<Buffer> {
  const bytes = await receiveBytes(ctx, LOGO_BYTES)
  if (bytes) return bytes
  throw new LogoError('The picture is larger than 2 MB.', 'Choose a smaller file.')
}
