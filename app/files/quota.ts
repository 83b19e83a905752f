import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { FileQuotaError } from './errors.ts'

/** What the files of an organisation come to, and how much they may. */
export interface FileUsage {
  bytes: number
  files: number
  /** Bytes. */
  quota: number
}

const GB = 1024 ** 3

/** Room of an organisation without a limit of its own, in bytes. */
export function defaultQuota(): number {
  return Number(process.env.FILES_QUOTA_GB || 20) * GB
}

/** The figure that is kept with every file, not counted anew. */
export async function fileUsage(scope: Scope): Promise<FileUsage> {
  return scope.read((unit) => readUsage(unit))
}

async function readUsage(unit: Unit): Promise<FileUsage> {
  const [row] = await unit.rows<{ bytes: number; files: number; quota: number | null }>(
    `select coalesce(u.bytes, 0)::float8 as bytes, coalesce(u.files, 0) as files,
            o.file_quota_bytes::float8 as quota
       from organisations o left join file_usage u on u.organisation_id = o.id
      where o.id = ?`,
    [unit.scope.organisationId]
  )
  return { ...row, quota: row.quota ?? defaultQuota() }
}

/**
 * Refuses bytes for which there is no room. Two that come at the same time wait for each other, so that both of them
 * are counted.
 * @throws FileQuotaError
 */
export async function ensureRoom(unit: Unit, wanted: number): Promise<void> {
  await unit.rows('select pg_advisory_xact_lock(4712048, hashtext(?))', [unit.scope.organisationId])
  const { bytes, quota } = await readUsage(unit)
  if (bytes + wanted > quota) throw new FileQuotaError({ used: bytes, quota, wanted })
}

/** Gives the organisation so many bytes for its files, `null` as many as the deployment gives to everybody. */
export async function setFileQuota(scope: Scope, bytes: number | null): Promise<void> {
  await scope.work((unit) =>
    unit.rows('update organisations set file_quota_bytes = ? where id = ?', [
      bytes,
      scope.organisationId,
    ])
  )
}
