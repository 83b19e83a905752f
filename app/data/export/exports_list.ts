import { NotFoundError } from '../../errors.ts'
import { defineList, type ListQuery } from '../../lists/define_list.ts'
import { RUN_STATES, type RunState } from '../../runs/states.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { ensureMayExport } from './exports.ts'
import { rowsIn } from './mail_owners.ts'

/** An export as page and API show it. */
export interface ExportRow {
  id: string
  modules: string[]
  state: RunState
  /** Whether its file can be downloaded. */
  kept: boolean
  /** Per cent. */
  progress: number
  step: string | null
  /** Of all tables together. */
  rows: number
  bytes: number | null
  sha256: string | null
  failure: string | null
  requestedBy: string
  /** ISO instants. */
  createdAt: string
  verifiedAt: string | null
  expiresAt: string | null
  downloads: number
}

interface RawExport extends Omit<ExportRow, 'rows' | 'bytes' | 'createdAt'> {
  rows: Record<string, Record<string, number>>
  bytes: string | null
  createdAt: Date
  verified: Date | null
  expires: Date | null
}

/** Every export of the organisation, newest first. */
export const exportList = defineList<RawExport, ExportRow>({
  from: exports,
  id: 'e.id',
  search: (query, term) => {
    query.where((any) => {
      any
        .whereILike('e.requested_by', `%${term.replace(/[\\%_]/g, '\\$&')}%`)
        .orWhereRaw('? = any(e.modules)', [term.toLowerCase()])
    })
  },
  filters: {
    state: {
      label: 'State',
      options: RUN_STATES,
      apply: (query, value) => {
        query.where('r.state', value)
      },
    },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 'e.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
  row: view,
})

/** @throws ForbiddenError, BranchLimitedError, NotFoundError */
export async function exportRecord(scope: Scope, id: string): Promise<ExportRow> {
  ensureMayExport(scope)
  return scope.read(async (unit) => {
    const raw = (await exports(unit).where('e.id', id).first()) as RawExport | null
    if (!raw) throw new NotFoundError('export')
    return view(raw)
  })
}

function exports(unit: Unit): ListQuery {
  const raw = (sql: string) => unit.trx.raw(sql)
  return unit
    .from('data_exports as e')
    .joinRaw('join runs as r on r.organisation_id = e.organisation_id and r.id = e.id')
    .select('e.id', 'e.modules', 'e.rows', 'e.bytes', 'e.sha256', 'e.downloads')
    .select(
      'r.state',
      'r.failure',
      raw('r.done as progress'),
      raw('r.note as step'),
      raw('e.verified_at is not null and e.removed_at is null and e.expires_at > now() as kept'),
      raw('e.requested_by as "requestedBy"'),
      raw('e.created_at as "createdAt"'),
      raw('e.verified_at as verified'),
      raw('e.expires_at as expires')
    )
}

function view({ rows, bytes, createdAt, verified, expires, ...row }: RawExport): ExportRow {
  return {
    id: row.id,
    modules: row.modules,
    state: row.state,
    kept: row.kept,
    progress: row.progress,
    step: row.step,
    rows: rowsIn(rows),
    bytes: bytes === null ? null : Number(bytes),
    sha256: row.sha256,
    failure: row.failure,
    requestedBy: row.requestedBy,
    createdAt: createdAt.toISOString(),
    verifiedAt: verified?.toISOString() ?? null,
    expiresAt: expires?.toISOString() ?? null,
    downloads: row.downloads,
  }
}
