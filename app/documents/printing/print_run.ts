import { NotFoundError } from '../../errors.ts'
import type { Language } from '../../lang/declaration.ts'
import { NOBODY } from '../../runs/find.ts'
import { stopRun } from '../../runs/manage.ts'
import type { RunState } from '../../runs/states.ts'
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
/** A record that could not be printed, and why. */
export interface NotPrinted {
  id: string
  title: string
  reason: string
}

/** What is printed; how far it is stands in the table of runs. */
export interface StoredPrint {
  id: string
  document: string
  record_ids: string[]
  output: PrintOutput
  format: PaperFormat | null
  language: Language | null
  created_at: Date
}

/** A run as page and API show it. `failed`: no file was made, for a reason that concerns all records. */
export interface PrintRun {
  id: string
  document: string
  output: PrintOutput
  state: RunState
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
  state: RunState
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

/** Columns of a run `r` of prints `p` for {@link printRunView}. */
export const PRINT_RUN_COLUMNS = `p.id, p.document, p.output, r.state, r.total, r.done, r.failed, p.failures, r.failure, p.file_id, p.bytes::float8 as bytes, p.created_at,
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
  const { job_id: _, ...row } = await scope.read((unit) => rowOf(unit, id))
  return printRunView(row)
}

/**
 * Stops a run; no file is made.
 * @throws NotFoundError
 */
export async function cancelPrintRun(scope: Scope, id: string): Promise<PrintRun> {
  await scope.work(async (unit) => stopRun(unit, await rowOf(unit, id)))
  return readPrintRun(scope, id)
}

/**
 * The stored file of a run, and what it is called.
 * @throws NotFoundError
 */
export async function fileOfPrintRun(scope: Scope, id: string) {
  const [row] = await scope.read((unit) =>
    unit.rows<{ file_id: string; file_name: string }>(
      `select p.file_id, p.file_name from print_runs p
         join runs r on r.organisation_id = p.organisation_id and r.id = p.id
        where p.organisation_id = ? and p.id = ?::uuid and r.member_id = ? and p.file_id is not null`,
      [scope.organisationId, id, scope.actor.memberId ?? NOBODY]
    )
  )
  if (!row) throw new NotFoundError('file')
  return { fileId: row.file_id, name: row.file_name }
}

async function rowOf(unit: Unit, id: string): Promise<Row & { job_id: string | null }> {
  const { organisationId, actor } = unit.scope
  const [row] = await unit.rows<Row & { job_id: string | null }>(
    `select ${PRINT_RUN_COLUMNS}, r.job_id
       from print_runs p join runs r on r.organisation_id = p.organisation_id and r.id = p.id
      where p.organisation_id = ? and p.id = ?::uuid and r.member_id = ?`,
    [organisationId, id, actor.memberId ?? NOBODY]
  )
  if (!row) throw new NotFoundError('print')
  return row
}
