import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { FileQuotaError } from './errors.ts'

/** What the files of an organisation come to, and how much they may. */
export interface FileUsage {
  bytes: number
  files: number
  /** Bytes. */
  quota: number
  /** Who says how much that is. */
  from: 'organisation' | 'plan' | 'deployment'
}

/** Bytes of a GB, as people buy room. */
export const GB = 1024 ** 3
/** The largest room that can be given, in GB. */
export const MOST_GB = 1_000_000

/** What somebody has written as GB, in whole bytes. */
export function bytesOfGb(gigabytes: number | null): number | null {
  return gigabytes === null ? null : Math.round(gigabytes * GB)
}

/** Per cent of the room at which owners are told. */
export type Level = 0 | 80 | 100

/** Room of an organisation without a limit of its own or of its plan, in bytes. */
export function defaultQuota(): number {
  return Number(process.env.FILES_QUOTA_GB || 20) * GB
}

/** How far the room is used up. */
export function levelOf({ bytes, quota }: Pick<FileUsage, 'bytes' | 'quota'>): Level {
  if (bytes >= quota) return 100
  return bytes * 100 >= quota * 80 ? 80 : 0
}

/** The figure that is kept with every file, not counted anew. */
export async function fileUsage(scope: Scope): Promise<FileUsage> {
  const { warned, ...usage } = await scope.read((unit) => readUsage(unit))
  return usage
}

/** @internal The same in an open unit, with what the owners were told of already. */
export async function readUsage(unit: Unit): Promise<FileUsage & { warned: Level }> {
  const [{ own, plan, ...used }] = await unit.rows<{
    bytes: number
    files: number
    warned: Level
    own: number | null
    plan: number | null
  }>(
    `select coalesce(u.bytes, 0)::float8 as bytes, coalesce(u.files, 0) as files,
            coalesce(u.warned, 0) as warned,
            o.file_quota_bytes::float8 as own, p.file_quota_bytes::float8 as plan
       from organisations o
       left join plans p on p.id = o.plan_id
       left join file_usage u on u.organisation_id = o.id
      where o.id = ?`,
    [unit.scope.organisationId]
  )
  return {
    ...used,
    quota: own ?? plan ?? defaultQuota(),
    from: own !== null ? 'organisation' : plan !== null ? 'plan' : 'deployment',
  }
}

/** Whoever asks for room waits here for whoever asked before, so that both of them are counted. */
export async function inLineForRoom(unit: Unit): Promise<void> {
  await unit.rows('select pg_advisory_xact_lock(4712048, hashtext(?))', [unit.scope.organisationId])
}

/**
 * Refuses bytes for which there is no room.
 * @returns what the files come to with them, and what the owners were told of
 * @throws FileQuotaError
 */
export async function ensureRoom(
  unit: Unit,
  wanted: number
): Promise<FileUsage & { warned: Level }> {
  await inLineForRoom(unit)
  const usage = await readUsage(unit)
  if (usage.bytes + wanted > usage.quota) {
    throw new FileQuotaError({ used: usage.bytes, quota: usage.quota, wanted })
  }
  return { ...usage, bytes: usage.bytes + wanted }
}

/** Gives the organisation so many bytes for its files, `null` as many as its plan or the deployment gives. */
export async function setFileQuota(scope: Scope, bytes: number | null): Promise<void> {
  await scope.work((unit) => writeFileQuota(unit, bytes))
}

/** The same in an open unit. */
export async function writeFileQuota(unit: Unit, bytes: number | null): Promise<void> {
  await unit.rows('update organisations set file_quota_bytes = ? where id = ?', [
    bytes,
    unit.scope.organisationId,
  ])
  await forgetWarning(unit)
}

/**
 * What the owners were told of and is over by now may be told again. Asked when room is given, and every night:
 * somebody whose files are refused on many days is told on each of them once.
 */
export async function forgetWarning(unit: Unit): Promise<void> {
  const usage = await readUsage(unit)
  await unit.rows('update file_usage set warned = ? where organisation_id = ? and warned > ?', [
    levelOf(usage),
    unit.scope.organisationId,
    levelOf(usage),
  ])
}
