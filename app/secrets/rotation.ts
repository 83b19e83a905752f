import db from '@adonisjs/lucid/services/db'
import { NOWHERE } from '../identity/services/origin.ts'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import { addKey, nameOfKey, newestKey } from './data_keys.ts'
import { SealBrokenError } from './errors.ts'
import { presentPrefix, unwrap, wrap } from './master_key.ts'
import { reseal, sealedBy, type Owner } from './seal.ts'
import { DEPLOYMENT } from './vault.ts'

/** What a rotation did for one owner of keys. */
export interface Rotation {
  /** `null` for the deployment. */
  organisationId: string | null
  /** Version that everything is sealed by now. */
  version: number
  /** Whether a rotation that was interrupted was brought to its end, instead of a new one begun. */
  resumed: boolean
  resealed: number
  /** Keys of secrets, or ids of people, whose value could not be opened; they stay as they are. */
  broken: string[]
  /** Versions that nothing is sealed by any more. */
  retired: number[]
}

/** Values in one transaction: short enough that nobody waits for them. */
const BATCH = 100
/** Below every id. */
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Wraps every key again that the present APP_KEY has not wrapped, so that APP_KEY_PREVIOUS can be emptied. What the
 * keys sealed stays as it is.
 * @returns how many keys were wrapped
 * @throws KeyUnreadableError
 */
export async function rewrapKeys(): Promise<number> {
  let wrapped = 0
  for (;;) {
    const rows = (await db
      .from('kernel_keys')
      .whereRaw('not starts_with(wrapped, ?)', [presentPrefix()])
      .select('id', 'organisation_id', 'wrapped')
      .orderBy('id')
      .limit(BATCH)) as { id: string; organisation_id: string | null; wrapped: string }[]
    if (rows.length === 0) return wrapped
    for (const row of rows) {
      const name = nameOfKey(row.id, row.organisation_id)
      const changed = await db
        .from('kernel_keys')
        .where({ id: row.id, wrapped: row.wrapped })
        .update({ wrapped: wrap(unwrap(row.wrapped, name), name) })
      wrapped += Number(changed)
    }
  }
}

/** Every owner of keys: the deployment, then the organisations. */
export async function keyOwners(): Promise<Owner[]> {
  const rows = (await db
    .from('kernel_keys')
    .distinct('organisation_id')
    .whereNotNull('organisation_id')
    .orderBy('organisation_id')) as { organisation_id: string }[]
  return [null, ...rows.map((row) => row.organisation_id)]
}

/**
 * Makes the next version of an owner's key and seals every value by it again, in small transactions. Readers never
 * wait and never fail: each value names the key that sealed it, and keys are not deleted. After an interruption the
 * next call goes on where it stopped. A version is retired once nothing is sealed by it.
 *
 * @param onBatch told after each transaction how many values it sealed
 * @throws KeyUnreadableError
 */
export async function rotateKey(
  organisationId: Owner,
  onBatch: (resealed: number) => void | Promise<void> = () => {}
): Promise<Rotation> {
  const [newest, ...older] = await liveVersions(organisationId)
  const resumed = older.length > 0
  if (!resumed) await addKey(organisationId, (newest ?? 0) + 1)
  const { id, version } = await newestKey(organisationId)

  const total: Batch = { last: null, resealed: 0, broken: [] }
  for (;;) {
    const batch = organisationId
      ? await resealSecrets(organisationId, version, total.last)
      : await resealSecondFactors(id, total.last)
    if (batch.last === null) break
    total.last = batch.last
    total.resealed += batch.resealed
    total.broken.push(...batch.broken)
    await onBatch(batch.resealed)
  }
  const { resealed, broken } = total
  const retired = await retireBelow(organisationId, version)
  await noteSecurityEvent(
    { kind: 'key.rotated', organisationId, details: { version, resealed } },
    NOWHERE
  )
  return { organisationId, version, resumed, resealed, broken, retired }
}

/** Versions that are not retired, newest first. */
async function liveVersions(organisationId: Owner): Promise<number[]> {
  const { rows } = await db.rawQuery(
    `select version from kernel_keys
      where organisation_id is not distinct from ?::uuid and retired_at is null
      order by version desc`,
    [organisationId] as never[]
  )
  return (rows as { version: number }[]).map((row) => row.version)
}

/** One transaction of a rotation; `last` is the id it came to, `null` when there was nothing left. */
interface Batch {
  last: string | null
  resealed: number
  broken: string[]
}

interface Value {
  id: string
  /** As it is told to people, and for secrets part of the seal. */
  name: string
  sealed: string
}

async function resealSecrets(
  organisationId: string,
  version: number,
  after: string | null
): Promise<Batch> {
  const scope = await systemScope(organisationId, 'key:rotate')
  return scope.work(async (unit) => {
    const rows = await unit.rows<Value>(
      `select id, key as name, sealed from organisation_secrets
        where organisation_id = ? and key_version < ? and id > coalesce(?::uuid, ?::uuid)
        order by id limit ? for update`,
      [organisationId, version, after, FIRST, BATCH]
    )
    return resealAll(rows, async ({ id, name, sealed }) => {
      const { text, keyVersion } = await reseal(organisationId, name, sealed)
      await unit.rows(
        `update organisation_secrets set sealed = ?, key_version = ?
          where organisation_id = ? and id = ?`,
        [text, keyVersion, organisationId, id]
      )
    })
  })
}

/** TOTP secrets of people are what the deployment's own key seals. */
async function resealSecondFactors(keyId: string, after: string | null): Promise<Batch> {
  return db.transaction(async (trx) => {
    const { rows } = await trx.rawQuery(
      `select id, id::text as name, two_factor_secret as sealed from users
        where two_factor_secret is not null and not starts_with(two_factor_secret, ?)
          and id > coalesce(?::uuid, ?::uuid)
        order by id limit ? for update`,
      [sealedBy(keyId), after, FIRST, BATCH] as never[]
    )
    return resealAll(rows as Value[], async ({ id, sealed }) => {
      const { text } = await reseal(null, DEPLOYMENT, sealed)
      await trx.from('users').where('id', id).update({ two_factor_secret: text })
    })
  })
}

async function resealAll(values: Value[], write: (value: Value) => Promise<void>): Promise<Batch> {
  const broken: string[] = []
  for (const value of values) {
    try {
      await write(value)
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error
      broken.push(value.name)
    }
  }
  return {
    last: values.at(-1)?.id ?? null,
    resealed: values.length - broken.length,
    broken,
  }
}

/**
 * Retires the versions below `version`, unless something was sealed by one of them in the meantime: the lock waits for
 * writers who hold the key.
 */
async function retireBelow(organisationId: Owner, version: number): Promise<number[]> {
  const unused = organisationId
    ? `not exists (select 1 from organisation_secrets s
         where s.organisation_id = k.organisation_id and s.key_version = k.version)`
    : `not exists (select 1 from users u where starts_with(u.two_factor_secret, 'k1.' || k.id || '.'))`
  const sql = `update kernel_keys k set retired_at = now()
     where k.organisation_id is not distinct from ?::uuid and k.version < ?
       and k.retired_at is null and ${unused} returning version`
  const lock = `select 1 from kernel_keys where organisation_id is not distinct from ?::uuid
      and version < ? and retired_at is null for update`
  const values = [organisationId, version] as never[]
  if (organisationId) {
    const scope = await systemScope(organisationId, 'key:rotate')
    return scope.work(async (unit) => {
      await unit.rows(lock, values)
      return versionsOf(await unit.rows(sql, values))
    })
  }
  return db.transaction(async (trx) => {
    await trx.rawQuery(lock, values)
    return versionsOf((await trx.rawQuery(sql, values)).rows)
  })
}

function versionsOf(rows: unknown[]) {
  return (rows as { version: number }[]).map((row) => row.version).sort((a, b) => a - b)
}
