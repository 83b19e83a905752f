import { createHash } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { nameProblems, type AuditProblem, type SealCheck } from './problems.ts'
import { checkRedaction, type RedactionFacts } from './redaction.ts'
import { checkSignature, type SealFacts, type SealSignature } from './seal_signature.ts'

/** A seal that was found whole before, noted outside of the database. */
export interface KnownHead {
  sequence: number
  hash: string
}

/** What verifying the audit trail of one organisation found. */
export interface AuditReport {
  organisationId: string
  seals: number
  rows: number
  /** Written since the last seal; protected by privileges alone until the next one. */
  unsealed: number
  /** Note it elsewhere: nobody can shorten the chain below it without being found out. */
  head: KnownHead | null
  problems: AuditProblem[]
}

interface StoredSeal extends SealFacts, SealSignature {}

interface StoredRow {
  id: string
  digest: string
  text: string
  /** The last of its redactions, when personal values were taken out of it. */
  redaction: (Omit<RedactionFacts, 'organisationId' | 'entryId'> & StoredSignature) | null
}

interface StoredSignature {
  keyId: string
  signature: string
}

/** As `kernel_audit_text` builds it; spelled out here so that a function of the database is not trusted. */
const ROW_TEXT = `jsonb_build_array(a.organisation_id, a.id,
  to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.table_name, a.row_id, a.action,
  a.actor_kind, a.actor_id, a.request_id, a.ip, a.xid::text, a.changes)::text`
const REDACTION = `(select jsonb_build_object('digest', encode(r.digest, 'hex'),
    'textHash', encode(r.text_hash, 'hex'), 'erasureId', r.erasure_id, 'columns', r.columns,
    'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    'keyId', coalesce(r.key_id, ''), 'signature', coalesce(encode(r.signature, 'hex'), ''))
  from audit_redactions r
 where r.organisation_id = a.organisation_id and r.entry_id = a.id
 order by r.sequence desc limit 1)`
const BATCH = 2000
const SEALS = 200

/**
 * Computes every seal of an organisation anew from its rows and compares: chain, counts, hashes, signatures. Reads in
 * batches, so that memory stays flat however long the trail is.
 *
 * @param known a head noted earlier; the chain must still hold it
 */
export async function verifyAudit(
  organisationId: string,
  known: KnownHead | null = null
): Promise<AuditReport> {
  const report: AuditReport = {
    organisationId,
    seals: 0,
    rows: 0,
    unsealed: 0,
    head: null,
    problems: [],
  }
  for await (const seal of storedSeals(organisationId)) {
    report.problems.push(...(await sealProblems(seal, report.head, known)))
    const check = await checkRows(seal)
    report.problems.push(...nameProblems(seal, check))
    report.seals++
    report.rows += check.rows
    report.head = { sequence: seal.sequence, hash: seal.hash }
  }
  if (known && (report.head?.sequence ?? 0) < known.sequence) {
    report.problems.push({ kind: 'chain_shortened', seal: known.sequence, row: null })
  }
  await inOrganisation(organisationId, async (trx) => {
    report.problems.push(...(await strayRows(trx, organisationId)))
    report.unsealed = await count(trx, 'seal is null')
  })
  return report
}

/** Signature and place of a seal in the chain. */
async function sealProblems(seal: StoredSeal, head: KnownHead | null, known: KnownHead | null) {
  const problems: AuditProblem[] = []
  const found = (kind: AuditProblem['kind'], number = seal.sequence) =>
    problems.push({ kind, seal: number, row: null })
  const expected = (head?.sequence ?? 0) + 1
  for (let missing = expected; missing < Math.min(seal.sequence, expected + 10); missing++) {
    found('seal_missing', missing)
  }
  if (seal.sequence === expected && seal.previousHash !== (head?.hash ?? '')) found('chain_broken')
  const signature = await checkSignature(seal, seal)
  if (signature === 'wrong') found('signature_wrong')
  if (signature === 'unknown_key') found('signature_unknown')
  if (known?.sequence === seal.sequence && known.hash !== seal.hash) found('head_differs')
  return problems
}

/** Chains the rows of a seal. Each is compared by the digest stored before it, so that one change names one row. */
async function checkRows(seal: StoredSeal): Promise<SealCheck> {
  const check: SealCheck = { rows: 0, broken: [], last: null, hash: seal.previousHash }
  for await (const row of sealedRows(seal)) {
    const digest = createHash('sha256')
      .update(Buffer.from(check.hash, 'hex'))
      .update(row.text)
      .digest('hex')
    if (digest !== row.digest && !(await isRedacted(seal.organisationId, row))) {
      check.broken.push(row.id)
    }
    check.rows++
    check.last = row.id
    check.hash = row.digest
  }
  return check
}

/**
 * Whether a row differs from what was sealed because the application took personal values out of it, and reads as it
 * did right after that.
 */
async function isRedacted(organisationId: string, { id, digest, text, redaction }: StoredRow) {
  if (!redaction || redaction.digest !== digest) return false
  const textHash = createHash('sha256').update(text).digest('hex')
  if (textHash !== redaction.textHash) return false
  const facts = { ...redaction, organisationId, entryId: id }
  return (await checkRedaction(facts, redaction)) === 'right'
}

async function* storedSeals(organisationId: string): AsyncGenerator<StoredSeal> {
  for (let after = 0; ;) {
    const seals = await inOrganisation(organisationId, async (trx) => {
      const { rows } = await trx.rawQuery(
        `select s.sequence::int as sequence, s.rows, encode(s.hash, 'hex') as hash,
                encode(s.previous_hash, 'hex') as "previousHash", coalesce(s.key_id, '') as "keyId",
                coalesce(encode(s.signature, 'hex'), '') as signature,
                to_char(s.sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as "sealedAt"
           from audit_seals s where s.organisation_id = ? and s.sequence > ?
          order by s.sequence limit ${SEALS}`,
        [organisationId, after]
      )
      return rows as Omit<StoredSeal, 'organisationId'>[]
    })
    for (const seal of seals) yield { organisationId, ...seal }
    if (seals.length < SEALS) return
    after = seals.at(-1)!.sequence
  }
}

async function* sealedRows(seal: StoredSeal): AsyncGenerator<StoredRow> {
  for (let after = '-1'; ;) {
    const batch = await inOrganisation(seal.organisationId, async (trx) => {
      const { rows } = await trx.rawQuery(
        `select a.id::text as id, encode(a.digest, 'hex') as digest, ${ROW_TEXT} as text,
                ${REDACTION} as redaction
           from audit_log a
          where a.organisation_id = ? and a.seal = ? and a.id > ?
          order by a.id limit ${BATCH}`,
        [seal.organisationId, seal.sequence, after]
      )
      return rows as StoredRow[]
    })
    yield* batch
    if (batch.length < BATCH) return
    after = batch.at(-1)!.id
  }
}

/** Rows that name a seal which is not there, and unsealed ones from before the last seal. */
async function strayRows(
  trx: TransactionClientContract,
  organisationId: string
): Promise<AuditProblem[]> {
  const { rows } = await trx.rawQuery(
    `select a.id::text as row, a.seal::int as seal from audit_log a
      where a.organisation_id = :id and a.seal is not null
        and not exists (select 1 from audit_seals s
                         where s.organisation_id = a.organisation_id and s.sequence = a.seal)
      order by a.id limit 100`,
    { id: organisationId }
  )
  const strays = (rows as { row: string; seal: number }[]).map((stray): AuditProblem => ({
    kind: 'row_without_seal',
    ...stray,
  }))
  // Sealing takes every row of a finished transaction in the order of ids, and no transaction is open for an hour.
  const late = await trx.rawQuery(
    `select a.id::text as row
       from audit_log a,
            (select s.sequence, s.sealed_at from audit_seals s where s.organisation_id = :id
              order by s.sequence desc limit 1) last
      where a.organisation_id = :id and a.seal is null and a.at < last.sealed_at - interval '1 hour'
        and a.id < (select max(b.id) from audit_log b
                     where b.organisation_id = :id and b.seal = last.sequence)
      order by a.id limit 100`,
    { id: organisationId }
  )
  const added = (late.rows as { row: string }[]).map(({ row }): AuditProblem => ({
    kind: 'row_late',
    seal: null,
    row,
  }))
  return [...strays, ...added]
}

async function count(trx: TransactionClientContract, condition: string): Promise<number> {
  const { rows } = await trx.rawQuery(
    `select count(*)::int as rows from audit_log where ${condition}`
  )
  return rows[0].rows as number
}

/** A read-only transaction that sees one organisation. */
function inOrganisation<T>(
  organisationId: string,
  read: (trx: TransactionClientContract) => Promise<T>
): Promise<T> {
  return db.transaction(async (trx) => {
    await trx.rawQuery("select set_config('app.organisation_id', ?, true)", [organisationId])
    return read(trx)
  })
}
