import { NotFoundError } from '../../errors.ts'
import type { Language } from '../../lang/declaration.ts'
import type { Actor } from '../../tenancy/actor.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type { PaperFormat } from '../types.ts'

/** Records of one run. */
export const MOST_PRINTED = 2_000
/** Days that the file can be downloaded. */
export const KEPT_DAYS = 7
/** Records whose failure is named. */
export const NAMED = 200

/** One file with bookmarks, or a file for each record. */
export type PrintOutput = 'pdf' | 'zip'
/** `failed`: no file was made, for a reason that concerns all records. */
export type PrintState = 'running' | 'done' | 'cancelled' | 'failed'

/** A record that could not be printed, and why. */
export interface NotPrinted {
  id: string
  title: string
  reason: string
}

/** A run as it is stored. */
export interface StoredPrintRun {
  id: string
  document: string
  module_id: string
  member_id: string
  actor: Actor
  permissions: string[]
  record_ids: string[]
  output: PrintOutput
  format: PaperFormat | null
  language: Language | null
  state: PrintState
  created_at: Date
}

/** A run as page and API show it. */
export interface PrintRun {
  id: string
  document: string
  output: PrintOutput
  state: PrintState
  total: number
  done: number
  failed: number
  /** The first records that were left, and why. */
  failures: NotPrinted[]
  /** Why there is no file. */
  failure: string | null
  /** Address of the file while it is kept. */
  href: string | null
  bytes: number | null
  /** ISO instants. */
  createdAt: string
  keptUntil: string | null
}

interface Row {
  id: string
  document: string
  output: PrintOutput
  state: PrintState
  total: number
  done: number
  failed: number
  failures: NotPrinted[]
  failure: string | null
  file_id: string | null
  bytes: number | null
  created_at: Date
  kept_until: Date | null
}

/** Columns of a run for {@link printRunView}. */
export const PRINT_RUN_COLUMNS = `p.id, p.document, p.output, p.state, cardinality(p.record_ids)::int as total,
  p.done, p.failed, p.failures, p.failure, p.file_id, p.bytes::float8 as bytes, p.created_at,
  p.created_at + interval '${KEPT_DAYS} days' as kept_until`

export type PrintRunRow = Row

/** What page and API show of a row. */
export function printRunView({ file_id: fileId, created_at: at, kept_until: until, ...row }: Row) {
  return {
    ...row,
    href: fileId ? `/documents/prints/${row.id}/download` : null,
    createdAt: at.toISOString(),
    keptUntil: fileId ? (until?.toISOString() ?? null) : null,
  } satisfies PrintRun
}

/**
 * A run of the member whose scope is open; others do not see it.
 * @throws NotFoundError
 */
export async function readPrintRun(scope: Scope, id: string): Promise<PrintRun> {
  const row = await scope.read((unit) => rowOf(unit, id))
  return printRunView(row)
}

/**
 * Stops a run; no file is made.
 * @throws NotFoundError
 */
export async function cancelPrintRun(scope: Scope, id: string): Promise<PrintRun> {
  await scope.work(async (unit) => {
    await rowOf(unit, id)
    await unit.rows(
      `update print_runs set state = 'cancelled', finished_at = now()
        where organisation_id = ? and id = ? and state = 'running'`,
      [scope.organisationId, id]
    )
  })
  return readPrintRun(scope, id)
}

/**
 * The stored file of a run, and what it is called.
 * @throws NotFoundError
 */
export async function fileOfPrintRun(scope: Scope, id: string) {
  const [row] = await scope.read((unit) =>
    unit.rows<{ file_id: string; file_name: string }>(
      `select file_id, file_name from print_runs
        where organisation_id = ? and id = ?::uuid and member_id = ? and file_id is not null`,
      [scope.organisationId, id, scope.actor.memberId]
    )
  )
  if (!row) throw new NotFoundError('file')
  return { fileId: row.file_id, name: row.file_name }
}

async function rowOf(unit: Unit, id: string): Promise<Row> {
  const { organisationId, actor } = unit.scope
  const [row] = await unit.rows<Row>(
    `select ${PRINT_RUN_COLUMNS} from print_runs p
      where p.organisation_id = ? and p.id = ?::uuid and p.member_id = ?`,
    [organisationId, id, actor.memberId]
  )
  if (!row) throw new NotFoundError('print')
  return row
}
