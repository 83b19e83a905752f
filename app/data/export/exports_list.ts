import { NotFoundError } from '../../errors.ts'
import { defineList, type ListQuery } from '../../lists/define_list.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { ensureMayExport } from './exports.ts'
import { rowsIn } from './mail_owners.ts'

/** An export as page and API show it. */
export interface ExportRow {
  id: string
  modules: string[]
  state: 'waiting' | 'running' | 'ready' | 'failed' | 'expired'
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

const STATES: { value: ExportRow['state']; label: string }[] = [
  { value: 'waiting', label: 'Waiting' },
  { value: 'running', label: 'Being written' },
  { value: 'ready', label: 'Ready' },
  { value: 'failed', label: 'Failed' },
  { value: 'expired', label: 'File removed' },
]

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
      options: STATES,
      apply: (query, value) => {
        query.where('e.state', value)
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
    .select(
      'e.id',
      'e.modules',
      'e.state',
      'e.progress',
      'e.step',
      'e.rows',
      'e.bytes',
      'e.sha256',
      'e.failure',
      'e.downloads',
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
