import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuidv7 } from 'uuid'
import { currentUnit } from '../tenancy/unit.ts'
import { KEY_LENGTH } from './cipher.ts'
import { SealBrokenError } from './errors.ts'
import { unwrap, wrap } from './master_key.ts'

/** A key that encrypts values: of one organisation, or of the deployment (`null`). */
export interface DataKey {
  id: string
  version: number
  key: Buffer
}

interface KeyRow {
  id: string
  version: number
  wrapped: string
}

/** Unwrapped keys by id. A key never changes under its id, so an entry cannot go stale; the oldest goes first. */
const opened = new Map<string, Buffer>()
const MOST_OPENED = 1_000

/** The open transaction of the caller, or the pool: a key and what it sealed become visible together. */
function client(): QueryClientContract {
  return currentUnit()?.trx ?? db.connection()
}

/** Name of a key in the words that its wrapping is bound to. */
export function nameOfKey(id: string, organisationId: string | null): string {
  return `data key ${id} of ${organisationId ?? 'the deployment'}`
}

/**
 * The newest key of an owner, made on first use. Inside a writing transaction the row stays locked for reading until
 * the end, so that the key is not retired before what it sealed is there.
 */
export async function newestKey(organisationId: string | null): Promise<DataKey> {
  const unit = currentUnit()
  const lock = unit?.mode === 'write' ? 'for share' : ''
  const found = await newestRow(organisationId, lock)
  if (found) return openRow(found, organisationId)
  await addKey(organisationId, 1)
  return openRow((await newestRow(organisationId, lock))!, organisationId)
}

/** Adds a version of the key of an owner, unless somebody did at the same time. */
export async function addKey(organisationId: string | null, version: number): Promise<void> {
  const id = uuidv7()
  const wrapped = wrap(randomBytes(KEY_LENGTH), nameOfKey(id, organisationId))
  await client().rawQuery(
    `insert into kernel_keys (id, organisation_id, version, wrapped) values (?, ?, ?, ?)
     on conflict (organisation_id, version) do nothing`,
    [id, organisationId, version, wrapped] as never[]
  )
}

/**
 * The key that a sealed value names. Only for values of that owner: a foreign id is answered as broken.
 * @throws SealBrokenError, KeyUnreadableError
 */
export async function keyById(id: string, organisationId: string | null): Promise<Buffer> {
  const known = opened.get(id)
  if (known) return known
  const { rows } = await client().rawQuery(
    `select id, version, wrapped from kernel_keys
      where id::text = ? and organisation_id is not distinct from ?::uuid`,
    [id, organisationId] as never[]
  )
  const [row] = rows as KeyRow[]
  if (!row) throw new SealBrokenError()
  return openRow(row, organisationId).key
}

async function newestRow(organisationId: string | null, lock: string) {
  const { rows } = await client().rawQuery(
    `select id, version, wrapped from kernel_keys
      where organisation_id is not distinct from ?::uuid order by version desc limit 1 ${lock}`,
    [organisationId] as never[]
  )
  return (rows as KeyRow[])[0]
}

function openRow({ id, version, wrapped }: KeyRow, organisationId: string | null): DataKey {
  let key = opened.get(id)
  if (!key) {
    key = unwrap(wrapped, nameOfKey(id, organisationId))
    if (opened.size >= MOST_OPENED) opened.delete(opened.keys().next().value!)
    opened.set(id, key)
  }
  return { id, version, key }
}

/** @internal Forgets every unwrapped key, as a new process would. */
export function forgetKeys() {
  opened.clear()
}
