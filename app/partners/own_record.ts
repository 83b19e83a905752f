import db from '@adonisjs/lucid/services/db'
import { NotFoundError } from '../errors.ts'
import type { PartnerScope } from './partner_scope.ts'

/** Tables behind the addresses of a partner, by the beginning of the address. */
const TABLES: Record<string, string> = {
  '/partner/organisations/:id': 'organisations',
  '/partner/plans/:id': 'plans',
  '/partner/members/:id': 'partner_members',
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Stands before every controller of a partner: a record that the address names is one of this partner's. The services
 * ask again where they write.
 * @throws NotFoundError
 */
export async function ensureOwnRecord(partner: PartnerScope, pattern: string, id?: string) {
  if (!pattern.includes('/:id')) return
  const beginning = Object.keys(TABLES).find((path) => `${pattern}/`.startsWith(`${path}/`))
  if (!beginning) throw new Error(`No table is named for the records of ${pattern}`)
  const found =
    id && UUID.test(id)
      ? await db
          .from(TABLES[beginning])
          .where({ id, partner_id: partner.partnerId })
          .select('id')
          .first()
      : null
  if (!found) throw new NotFoundError()
}
