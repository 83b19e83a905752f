import { flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { organisationNamed } from '../console/organisation_named.ts'
import { moduleRows, type ModuleRow } from '../modules/overview.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** The installed modules after those they require; for an organisation also whether it may and does use them. */
export default class ModuleList extends KernelCommand {
  static commandName = 'module:list'
  static description = 'List the modules: installed, entitled, enabled'

  @flags.string({ description: 'Id of an organisation, or its name, to see how they stand there' })
  declare org: string

  protected async perform(): Promise<Outcome> {
    const registry = await this.registry()
    if (!this.org) {
      const modules = installed(registry)
      if (!this.json) this.#print(modules.map((row) => this.#cells(row)))
      return { json: modules, lines: [] }
    }
    const { id } = await organisationNamed(this.org)
    const rows = await moduleRows(await systemScope(id, this.commandName), registry)
    if (!this.json) {
      this.#print(
        rows.map((row) => [...this.#cells(row), row.entitled ? 'yes' : 'no', row.state]),
        ['Entitled', 'State']
      )
    }
    return { json: rows, lines: [] }
  }

  #cells({ id, version, kind, requires, outOfOrder }: Installed) {
    const needs = requires.map((each) => each.id).join(', ')
    const installedAs = outOfOrder ? `out of order: ${outOfOrder}` : (version ?? 'no')
    return [id, installedAs, kind ?? '–', needs || '–']
  }

  #print(rows: string[][], more: string[] = []) {
    const table = this.ui.table().head(['Module', 'Installed', 'Kind', 'Requires', ...more])
    for (const row of rows) table.row(row)
    table.render()
  }
}

type Installed = Pick<
  ModuleRow,
  'id' | 'name' | 'version' | 'kind' | 'requires' | 'installed' | 'outOfOrder'
>

/** What the deployment has, whoever uses it. */
function installed(registry: ModuleRegistry): Installed[] {
  const reasons = registry.quarantine.all()
  const manifests = registry
    .manifests()
    .map(({ id, name, version, kind, requires }): Installed => ({
      id,
      name,
      version,
      kind,
      installed: true,
      outOfOrder: reasons.get(id) ?? null,
      requires: Object.keys(requires).map((needed) => ({
        id: needed,
        name: registry.manifestOf(needed).name,
      })),
    }))
  const broken = [...reasons].filter(([id]) => !registry.get(id))
  return [
    ...manifests,
    ...broken.map(([id, reason]): Installed => ({
      id,
      name: id,
      version: null,
      kind: null,
      installed: false,
      outOfOrder: reason,
      requires: [],
    })),
  ]
}
