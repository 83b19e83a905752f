import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { PLAIN_LOOK, type DocumentLook } from './look.ts'

/** What was chosen, with its version; 0 while nothing was. */
export interface StoredLook extends DocumentLook {
  version: number
}

/** How the papers of the organisation look. */
export async function documentLook(scope: Scope): Promise<StoredLook> {
  return scope.read(async (unit) => (await findLook(unit)) ?? { ...PLAIN_LOOK, version: 0 })
}

/** The row of the organisation; `undefined` while nothing was chosen. */
export async function findLook(unit: Unit, { lock = false } = {}): Promise<StoredLook | undefined> {
  const { organisationId } = unit.scope
  const [row] = await unit.rows<StoredLook>(
    `select accent, header, logo_size as "logoSize", tagline, footer, bank, terms,
            preprinted_top as "preprintedTop", tagged, papers, version
       from document_looks where organisation_id = ? and id = ? ${lock ? 'for update' : ''}`,
    [organisationId, organisationId]
  )
  return row
}
