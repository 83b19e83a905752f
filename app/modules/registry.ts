import type { Permission } from '../access/permissions.ts'
import type { NumberSeries } from '../numbers/declaration.ts'
import { KERNEL_PERMISSIONS } from '../access/kernel_permissions.ts'
import { permissionsOf, type Authority } from '../access/authority.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { ManifestProblems } from './check/main.ts'
import type { InstalledModule } from './installed.ts'
import { KarkhanaError, NotFoundError } from '../errors.ts'
import { isActive, isReadable, readableModules } from './gate.ts'
import type { ModuleManifest } from './define.ts'
import { Quarantine } from './quarantine.ts'
import type { ModuleState } from './states.ts'
import type { TaxIdentity } from './tax_identity.ts'

/**
 * The installed modules of this deployment, and what they contribute. Reading it says nothing about
 * an organisation: whether a module counts there is asked of the scope.
 */
export class ModuleRegistry {
  readonly #modules: Map<string, InstalledModule>
  readonly #implementations = new Map<string, Promise<unknown>>()

  /** What could not be loaded in this process. */
  readonly quarantine = new Quarantine()

  constructor(modules: InstalledModule[], broken: ManifestProblems = new Map()) {
    this.#modules = new Map(modules.map((module) => [module.manifest.id, module]))
    for (const [id, problems] of broken) this.quarantine.add([], id, problems.join('; '))
  }

  /** In the order of their requirements. */
  all(): InstalledModule[] {
    return [...this.#modules.values()]
  }

  manifests(): ModuleManifest[] {
    return this.all().map((module) => module.manifest)
  }

  get(id: string): InstalledModule | undefined {
    return this.#modules.get(id)
  }

  /** @throws NotFoundError */
  manifestOf(id: string): ModuleManifest {
    const module = this.get(id)
    if (!module) throw new NotFoundError('module')
    return module.manifest
  }

  /** The states of an organisation as they hold in this process: what is in use and out of order is quarantined. */
  states(stored: Record<string, ModuleState>): Map<string, ModuleState> {
    const states = new Map(Object.entries(stored))
    for (const id of this.quarantine.all().keys()) {
      if (isReadable({ modules: states }, id)) states.set(id, 'quarantined')
    }
    return states
  }

  /**
   * Does one step of starting a module. When it fails, the module goes into quarantine if its author allows that.
   * @returns `null` when it failed
   */
  async starting<T>(id: string, what: string, step: () => Promise<T>): Promise<T | null> {
    try {
      return await step()
    } catch (error) {
      const reason = `its ${what} could not be loaded: ${(error as Error).message}`
      if (this.get(id)?.manifest.onBootFailure !== 'quarantine') {
        throw new KarkhanaError('E_MODULE_BOOT', 500, `The module ${id} cannot start: ${reason}`, {
          cause: error,
          next: 'Correct the module, or remove it from this deployment.',
        })
      }
      this.quarantine.add(this.manifests(), id, reason)
      return null
    }
  }

  /**
   * Permissions of the kernel and of the modules that `states` has enabled; of archived modules those that only read.
   */
  permissions(states: ReadonlyMap<string, ModuleState>): Permission[] {
    const gated = { modules: states }
    const modules = readableModules(this.manifests(), gated).flatMap(({ id, permissions }) =>
      isActive(gated, id) ? permissions : permissions.filter(({ reads }) => reads)
    )
    return [...KERNEL_PERMISSIONS, ...modules]
  }

  /** Every permission of this deployment, whether its module is on or not. */
  allPermissions(): Permission[] {
    return [...KERNEL_PERMISSIONS, ...this.manifests().flatMap((manifest) => manifest.permissions)]
  }

  /** What `authority` may do in an organisation with these module states; `null` is the system, which may do all. */
  permissionsOf(
    authority: Authority | null,
    states: ReadonlyMap<string, ModuleState>
  ): Set<string> {
    const permissions = this.permissions(states)
    return authority
      ? permissionsOf(authority, permissions)
      : new Set(permissions.map(({ id }) => id))
  }

  /** Series of document numbers that the modules declare, of all of them or of those that `wanted` names. */
  numberSeries(wanted: (module: string) => boolean = () => true): NumberSeries[] {
    return this.manifests()
      .filter((manifest) => wanted(manifest.id))
      .flatMap((manifest) => manifest.series)
  }

  /**
   * The implementation of a contract for this organisation, `null` while its module is off.
   * @param needed also while its module is archived, as long as an archived module requires it to read its records
   */
  async resolveContract(scope: Scope, contract: string, needed = false): Promise<unknown> {
    const provider = this.manifests().find((manifest) => contract in manifest.provides)
    if (!provider) return null
    const answers = isActive(scope, provider.id) || (needed && this.#isReadBy(scope, provider.id))
    if (!answers) return null
    let implementation = this.#implementations.get(contract)
    if (!implementation) {
      implementation = provider.provides[contract]().then((loaded) => loaded.default)
      this.#implementations.set(contract, implementation)
    }
    return implementation
  }

  /** Whether the module is archived together with one that requires it. */
  #isReadBy(scope: Scope, id: string): boolean {
    const isArchived = (each: string) => isReadable(scope, each) && !isActive(scope, each)
    return (
      isArchived(id) &&
      this.manifests().some((other) => id in other.requires && isArchived(other.id))
    )
  }

  /** Tax registration rules of a country, from its localisation module. */
  async taxIdentity(country: string): Promise<TaxIdentity | null> {
    for (const manifest of this.manifests()) {
      if (!manifest.taxIdentity) continue
      const { default: identity } = await manifest.taxIdentity()
      if (identity.country === country) return identity
    }
    return null
  }
}
