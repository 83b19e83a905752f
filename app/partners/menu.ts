import type { MenuItem } from '../http/page_types.ts'
import type { PartnerScope } from './partner_scope.ts'

/** The navigation of a partner's pages. */
export function partnerMenu(_partner: PartnerScope): MenuItem[] {
  return []
}
