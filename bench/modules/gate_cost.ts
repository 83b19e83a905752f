import type { ModuleRegistry } from '@karkhana/kernel'
import type { ModuleState } from '@karkhana/kernel/module'
import { builtIn } from '../../app/access/authority.ts'
import { Scope } from '../../app/tenancy/scope.ts'

const TURNS = 5_000

/** Microseconds per request that states, permissions and the gate cost, with every module on; the median of 9 runs. */
export function gateCost(registry: ModuleRegistry): number {
  const stored = Object.fromEntries(
    registry.manifests().map(({ id }): [string, ModuleState] => [id, 'enabled'])
  )
  const authority = builtIn('manager')
  const last = registry.manifests().at(-1)!
  const runs = Array.from({ length: 9 }, () => {
    const began = performance.now()
    for (let turn = 0; turn < TURNS; turn++) {
      const modules = registry.states(stored)
      const scope = new Scope({
        organisation: { id: '1' } as never,
        actor: { kind: 'user', id: '1', name: 'bench', memberId: '1' },
        role: 'manager',
        permissions: registry.permissionsOf(authority, modules),
        modules,
        branches: [],
        branchId: null,
        requestId: '1',
        resolveContract: () => Promise.resolve(null),
      })
      scope.ensureModule(last.id)
      scope.can(last.permissions[0]?.id ?? 'kernel.home.view')
    }
    return ((performance.now() - began) * 1_000) / TURNS
  })
  return runs.sort((a, b) => a - b)[4]
}
