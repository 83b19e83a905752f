import type { Scope } from '../tenancy/scope.ts'
import type { Lazy } from './lazy.ts'

/** What a module does when its state changes for an organisation. All of them may be called again with no harm. */
export interface LifecycleHooks {
  /** In the transaction that switches it on, also the second time: seed what is missing. */
  enable: Lazy<(scope: Scope) => Promise<void>> | null
  /** In the transaction that switches it off; changes nothing of its data. */
  disable: Lazy<(scope: Scope) => Promise<void>> | null
  /** Once per organisation after a new version was installed; `from` is the version it had. */
  upgrade: Lazy<(scope: Scope, from: string) => Promise<void>> | null
  /** Files that belong into the export besides the tables: name to content. */
  exportData: Lazy<(scope: Scope) => Promise<Record<string, string | Uint8Array>>> | null
  /** Before the rows of the tables are deleted: what lies outside of them. */
  purge: Lazy<(scope: Scope) => Promise<void>> | null
}
