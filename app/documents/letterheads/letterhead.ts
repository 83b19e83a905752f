import { NotFoundError } from '../../errors.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { PaperRoom } from '../page_rules.ts'

/** Millimetres of an A4 sheet that a letterhead needs. */
export interface LetterheadRoom {
  /** At the top of the first sheet. */
  firstTop: number
  /** At the top of the others. */
  nextTop: number
  /** At the foot of all. */
  foot: number
}

/** A letterhead under a paper. */
export interface Letterhead extends LetterheadRoom {
  sha256: string
  /** Reads the file, which is large. */
  content(): Promise<Uint8Array>
}

/**
 * The letterhead that papers of a branch are laid over, its own or the organisation's; `null` without one.
 */
export async function letterheadOf(scope: Scope, branchId: string): Promise<Letterhead | null> {
  const [row] = await scope.read((unit) =>
    unit.rows<LetterheadRoom & { id: string; sha256: string }>(
      `select id, sha256, first_top as "firstTop", next_top as "nextTop", foot
         from letterheads
        where organisation_id = ? and (branch_id is null or branch_id = ?)
        order by branch_id nulls last limit 1`,
      [scope.organisationId, branchId]
    )
  )
  if (!row) return null
  const { id, ...letterhead } = row
  return { ...letterhead, content: () => contentOf(scope, id) }
}

/**
 * Where pages that show a paper before it is printed find its letterhead: another file has another address.
 */
export const letterheadHref = ({ sha256 }: Letterhead) => `/documents/letterheads/${sha256}/file`

/**
 * The file of a letterhead, for readers who work where it counts.
 * @throws NotFoundError
 */
export async function letterheadFile(scope: Scope, sha256: string): Promise<Buffer> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ content: Buffer }>(
      `select content from letterheads
        where organisation_id = ? and sha256 = ? and (branch_id is null or branch_id = any(?::uuid[]))
        limit 1`,
      [scope.organisationId, sha256, scope.branches.map(({ id }) => id)]
    )
  )
  if (!row) throw new NotFoundError('letterhead')
  return row.content
}

/** @throws NotFoundError when it was taken away meanwhile */
async function contentOf(scope: Scope, id: string): Promise<Uint8Array> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ content: Buffer }>(
      'select content from letterheads where organisation_id = ? and id = ?',
      [scope.organisationId, id]
    )
  )
  if (!row) throw new NotFoundError('letterhead')
  return row.content
}

/** What a sheet of a paper keeps free; a letterhead is scaled with it. */
export function roomOf({ firstTop, nextTop, foot }: LetterheadRoom, format: string): PaperRoom {
  const scale = format === 'A5' ? A5_OF_A4 : 1
  return { first: firstTop * scale, next: nextTop * scale, foot: foot * scale }
}

/** Side of an A5 sheet to that of A4. */
const A5_OF_A4 = Math.SQRT1_2
