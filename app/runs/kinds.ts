import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { RunKind, StoredRun } from './run.ts'

/** What differs between kinds of runs besides what they work on. */
export interface RunKindActions {
  /** Does a run once more that failed or was stopped; checks that the reader may. */
  retry(scope: Scope, registry: ModuleRegistry, run: StoredRun): Promise<void>
}

/** Loaded when somebody asks: each kind needs the room of runs itself. */
const KINDS: Record<RunKind, () => Promise<{ default: RunKindActions }>> = {
  bulk: () => import('../bulk/run_kind.ts'),
  print: () => import('../documents/printing/run_kind.ts'),
  import: () => import('../transfer/run_kind.ts'),
  export: () => import('../transfer/exports/run_kind.ts'),
  data_export: () => import('../data/export/run_kind.ts'),
}

export async function kindOf(kind: RunKind): Promise<RunKindActions> {
  return (await KINDS[kind]()).default
}
