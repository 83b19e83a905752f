import { activeMembers } from '../identity/services/members.ts'
import { notifyMembers } from '../notifications/notify.ts'
import type { Scope } from '../tenancy/scope.ts'
import { FileQuotaError } from './errors.ts'
import warnOfRoom from './jobs/warn_of_room.ts'
import { GB, levelOf, readUsage, type FileUsage, type Level } from './quota.ts'

/** Path of the page that shows what takes the room. */
export const ROOM_PAGE = '/settings/files'

/** Whether the owners are to be told of more than they were. */
export function tellsMore({ warned, ...usage }: FileUsage & { warned: Level }): boolean {
  return levelOf(usage) > warned
}

/**
 * Tells the owners once at 80 % and once when it is full, whoever has stored the file. `refused`: a file did not fit,
 * which is as good as full.
 */
export async function tellOfRoom(scope: Scope, { refused }: { refused: boolean }): Promise<void> {
  await scope.work(async (unit) => {
    const usage = await readUsage(unit)
    const level = refused ? 100 : levelOf(usage)
    if (level === 0) return
    const [first] = await unit.rows(
      `insert into file_usage (organisation_id, id, warned) values (?, ?, ?)
       on conflict (organisation_id, id) do update set warned = excluded.warned
         where file_usage.warned < excluded.warned
       returning id`,
      [scope.organisationId, scope.organisationId, level]
    )
    if (!first) return
    const owners = await activeMembers(scope, ['owner'])
    await notifyMembers(unit, {
      reason: 'room',
      members: owners.map(({ id }) => id),
      title: `${gigabytes(usage.bytes)} / ${gigabytes(usage.quota)} GB`,
      href: ROOM_PAGE,
    })
  })
}

/** Runs what may be refused for lack of room, and has the owners told when it is. @throws what it throws */
export async function tellingOfRoom<Result>(
  scope: Scope,
  work: () => Promise<Result>
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof FileQuotaError) {
      await scope.work(async (unit) => {
        const { warned } = await readUsage(unit)
        if (warned < 100) await unit.dispatch(warnOfRoom, { refused: true }, ONCE)
      })
    }
    throw error
  }
}

const ONCE = { uniqueKey: 'refused' }

const gigabytes = (bytes: number) => (bytes / GB).toFixed(bytes < GB ? 2 : 1)
