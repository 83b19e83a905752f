import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Scope } from '../tenancy/scope.ts'
import type { PreparedLogo } from './prepare_logo.ts'

export { LOGO_BYTES, LOGO_SIDE, prepareLogo, type PreparedLogo } from './prepare_logo.ts'

/** Whose logo it is. */
export interface LogoOwner {
  kind: 'organisation' | 'branch' | 'partner'
  id: string
}

/** Former logos that are kept per owner: mails that were sent show them. */
const KEPT = 10

/**
 * Keeps a logo for its owner, in the transaction in which the owner takes its SHA-256 as their logo. Former ones keep
 * their addresses.
 * @returns its SHA-256
 */
export async function storeLogo(
  trx: TransactionClientContract,
  owner: LogoOwner,
  logo: PreparedLogo
): Promise<string> {
  await trx.rawQuery(
    `insert into logos (owner_kind, owner_id, sha256, content, width, height)
     values (?, ?, ?, ?, ?, ?)
     on conflict (owner_kind, owner_id, sha256) do update set created_at = clock_timestamp()`,
    [owner.kind, owner.id, logo.sha256, logo.content, logo.width, logo.height] as never[]
  )
  await trx.rawQuery(
    `delete from logos l where l.owner_kind = ? and l.owner_id = ? and l.sha256 not in (
       select k.sha256 from logos k where k.owner_kind = l.owner_kind and k.owner_id = l.owner_id
        order by k.created_at desc, (k.sha256 = ?) desc limit ?)`,
    [owner.kind, owner.id, logo.sha256, KEPT]
  )
  return logo.sha256
}

/** Forgets every logo of an owner; their addresses answer 404 from then on. */
export async function removeLogos(trx: TransactionClientContract, owner: LogoOwner) {
  await trx.from('logos').where({ owner_kind: owner.kind, owner_id: owner.id }).delete()
}

/** Address of a logo, the same for ever; `null` without one. */
export function logoPath(sha256: string | null | undefined): string | null {
  return sha256 ? `/logos/${sha256}.png` : null
}

/** The picture behind a public address, `null` when there is none. */
export async function findLogo(sha256: string): Promise<Buffer | null> {
  const row = (await db.from('logos').where('sha256', sha256).select('content').first()) as {
    content: Buffer
  } | null
  return row?.content ?? null
}

/**
 * The logo that documents of a branch carry, its own or the organisation's, as a `data:` address; `undefined` when
 * there is none.
 */
export async function printedLogo(scope: Scope, branchId: string): Promise<string | undefined> {
  return scope.read(async (unit) => {
    const [row] = await unit.rows<{ content: Buffer }>(
      `select l.content
         from organisations o
         left join branches b on b.organisation_id = o.id and b.id = ?
         join logos l on l.sha256 = coalesce(b.logo, o.logo)
          and l.owner_id = case when b.logo is null then o.id else b.id end
        where o.id = ?`,
      [branchId, scope.organisationId]
    )
    return row ? `data:image/png;base64,${row.content.toString('base64')}` : undefined
  })
}
