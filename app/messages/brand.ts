import { absoluteUrl } from '../http/absolute_url.ts'
import type { MailBrand } from '../mail/compose.ts'
import { brandOf } from '../settings/brand.ts'
import type { Scope } from '../tenancy/scope.ts'

/** How messages of the organisation look: its colour, its logo at the address of this deployment. */
export async function mailBrandOf(scope: Scope): Promise<MailBrand> {
  const { accent, logo } = await brandOf(scope)
  return { accent, logo: logo && absoluteUrl(logo) }
}
