import { NotFoundError } from '../errors.ts'
import type { Unit } from '../tenancy/unit.ts'
import { STORED_RUN, type RunKind, type StoredRun } from './run.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Members have random ids; a job or command is nobody. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * A run of the member whose scope is open; others do not see it, since it may hold what only its owner sees.
 * @throws NotFoundError
 */
export async function findRun(
  unit: Unit,
  id: string,
  { kind, lock = false }: { kind?: RunKind; lock?: boolean } = {}
): Promise<StoredRun> {
  const { organisationId, actor } = unit.scope
  const [run] = await unit.rows<StoredRun>(
    `select ${STORED_RUN} from runs r
      where r.organisation_id = ? and r.id = ?::uuid and r.member_id = ?::uuid and r.kind = coalesce(?, r.kind)
      ${lock ? 'for update' : ''}`,
    [organisationId, UUID.test(id) ? id : NOBODY, actor.memberId ?? NOBODY, kind ?? null]
  )
  if (!run) throw new NotFoundError('run')
  return run
}
