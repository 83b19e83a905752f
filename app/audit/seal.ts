import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { signSeal, type SealFacts } from './seal_signature.ts'

/** What sealing an organisation did. */
export interface Sealed {
  organisationId: string
  seals: number
  rows: number
  /** The last seal made, `null` when there was nothing to seal. */
  head: SealFacts | null
}

/**
 * Seals everything that finished transactions have written to the audit trail of an organisation. Each seal takes
 * 20 000 rows at the most, in a transaction of its own; nodes that seal at the same time wait for each other.
 */
export async function sealOrganisation(organisationId: string): Promise<Sealed> {
  const sealed: Sealed = { organisationId, seals: 0, rows: 0, head: null }
  for (;;) {
    const seal = await db.transaction((trx) => sealOnce(trx, organisationId))
    if (!seal) return sealed
    sealed.seals++
    sealed.rows += seal.rows
    sealed.head = seal
  }
}

async function sealOnce(trx: TransactionClientContract, organisationId: string) {
  const { rows } = await trx.rawQuery('select kernel_seal_audit(?) as seal', [organisationId])
  const made = rows[0].seal as Omit<SealFacts, 'organisationId'> | null
  if (!made) return null
  const facts: SealFacts = { organisationId, ...made }
  const { keyId, signature } = await signSeal(facts)
  await trx.rawQuery("select kernel_sign_audit_seal(?, ?, ?, decode(?, 'hex'))", [
    organisationId,
    facts.sequence,
    keyId,
    signature,
  ])
  return facts
}

const PAGE = 500

/** The ids of all organisations, a page at a time, in order of id. */
export async function* organisationIds(): AsyncGenerator<string> {
  for (let last: string | null = null; ;) {
    const query = db.from('organisations').select('id').orderBy('id').limit(PAGE)
    const rows: { id: string }[] = last ? await query.where('id', '>', last) : await query
    for (const { id } of rows) yield id
    if (rows.length < PAGE) return
    last = rows.at(-1)!.id
  }
}
