import { v7 as uuidv7 } from 'uuid'
import { NotFoundError } from '../../errors.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { MANAGE_LOOK } from '../looks/update_look.ts'
import { ensureDecidesFor } from '../place.ts'
import type { LetterheadRoom } from './letterhead.ts'
import { prepareLetterhead } from './prepare_letterhead.ts'

/** A letterhead as its settings show it. */
export interface StoredLetterhead extends LetterheadRoom {
  /** `null` for the organisation, whose letterhead counts where a branch has none. */
  branchId: string | null
  fileName: string
  /** One page for all sheets, or two: for the first, and for all others. */
  pages: number
  version: number
}

const WHAT = 'The letterhead of the organisation'
const COLUMNS = `branch_id as "branchId", file_name as "fileName", pages, first_top as "firstTop",
  next_top as "nextTop", foot, version`

/**
 * The letterheads of the organisation and of the branches that the reader works in.
 * @throws ForbiddenError
 */
export async function listLetterheads(scope: Scope): Promise<StoredLetterhead[]> {
  scope.ensure(MANAGE_LOOK)
  return scope.read((unit) =>
    unit.rows<StoredLetterhead>(
      `select ${COLUMNS} from letterheads
        where organisation_id = ? and (branch_id is null or branch_id = any(?::uuid[]))
        order by branch_id nulls first`,
      [scope.organisationId, scope.branches.map(({ id }) => id)]
    )
  )
}

/**
 * Takes a PDF as the letterhead of a place; what it needs free stays as it was for the one before.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError, LetterheadError
 */
export async function saveLetterhead(
  scope: Scope,
  branchId: string | null,
  file: { bytes: Buffer; name: string }
): Promise<StoredLetterhead> {
  ensureDecidesFor(scope, branchId, WHAT)
  const { content, sha256, pages } = await prepareLetterhead(file.bytes)
  return scope.work(async (unit) => {
    await unit.rows(
      `insert into letterheads (organisation_id, id, branch_id, content, sha256, file_name, pages)
       values (?, ?, ?, ?, ?, ?, ?)
       on conflict (organisation_id, branch_id) do update
         set content = excluded.content, sha256 = excluded.sha256,
             file_name = excluded.file_name, pages = excluded.pages`,
      [scope.organisationId, uuidv7(), branchId, content, sha256, file.name, pages]
    )
    return letterheadOfPlace(unit, branchId)
  })
}

/**
 * Says what the letterhead of a place needs free.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError
 */
export async function setLetterheadRoom(
  scope: Scope,
  branchId: string | null,
  { firstTop, nextTop, foot }: LetterheadRoom
): Promise<StoredLetterhead> {
  ensureDecidesFor(scope, branchId, WHAT)
  return scope.work(async (unit) => {
    await unit.rows(
      `update letterheads set first_top = ?, next_top = ?, foot = ?
        where organisation_id = ? and branch_id is not distinct from ?::uuid`,
      [firstTop, nextTop, foot, scope.organisationId, branchId]
    )
    return letterheadOfPlace(unit, branchId)
  })
}

/**
 * Takes the letterhead of a place away; a branch has that of the organisation then.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError
 */
export async function removeLetterhead(scope: Scope, branchId: string | null) {
  ensureDecidesFor(scope, branchId, WHAT)
  await scope.work((unit) =>
    unit.rows(
      'delete from letterheads where organisation_id = ? and branch_id is not distinct from ?::uuid',
      [scope.organisationId, branchId]
    )
  )
}

async function letterheadOfPlace(unit: Unit, branchId: string | null): Promise<StoredLetterhead> {
  const [row] = await unit.rows<StoredLetterhead>(
    `select ${COLUMNS} from letterheads
      where organisation_id = ? and branch_id is not distinct from ?::uuid`,
    [unit.scope.organisationId, branchId]
  )
  if (!row) throw new NotFoundError('letterhead')
  return row
}
