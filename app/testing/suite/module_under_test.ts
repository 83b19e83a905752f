import { fileURLToPath } from 'node:url'
import app from '@adonisjs/core/services/app'
import type { ModuleManifest } from '../../modules/manifest.ts'
import type { InstalledModule } from '../../modules/installed.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { makeWorkshop, type Workshop } from '../workshop.ts'
import { ensureInstalled } from '../ensure_installed.ts'
import type { SuiteOptions } from './check.ts'
import { fillResources } from './fill_resources.ts'
import type { Ask } from './requests.ts'
import { sourcesOf, type SourceFile } from './sources.ts'

/** Two organisations that use the module: the checks watch the one while they act in the other. */
export interface Pair {
  /** Has records of the module. */
  a: Workshop
  b: Workshop
}

/** A module and everything the checks need to know of it; what is dear is made once. */
export class ModuleUnderTest {
  #pair?: Promise<Pair>
  #sources?: SourceFile[]

  constructor(
    readonly installed: InstalledModule,
    readonly registry: ModuleRegistry,
    readonly options: SuiteOptions = {},
    /** Sends requests to the running server; only in suites that have one. */
    readonly ask?: Ask
  ) {}

  /** The installed module of this id, in the running application. */
  static async installed(id: string, options: SuiteOptions, ask?: Ask): Promise<ModuleUnderTest> {
    const registry = await app.container.make(ModuleRegistry)
    return new ModuleUnderTest(ensureInstalled(registry, id), registry, options, ask)
  }

  get id(): string {
    return this.installed.manifest.id
  }

  get manifest(): ModuleManifest {
    return this.installed.manifest
  }

  get folder(): string {
    return this.installed.folder
  }

  /** Folder of the whole checkout. */
  get root(): string {
    return fileURLToPath(app.appRoot)
  }

  /** Beginning of the names of its tables. */
  get prefix(): string {
    return `${this.id.replaceAll('-', '_')}_`
  }

  sources(): SourceFile[] {
    return (this.#sources ??= sourcesOf(this.folder))
  }

  /** The two organisations, with the module and all it needs switched on. */
  pair(): Promise<Pair> {
    return (this.#pair ??= this.#makePair())
  }

  async #makePair(): Promise<Pair> {
    return { a: await this.filledWorkshop(), b: await this.freshWorkshop() }
  }

  /** One more organisation with the module switched on and records of it. */
  async filledWorkshop(): Promise<Workshop> {
    const workshop = await this.freshWorkshop()
    await this.options.fill?.(workshop)
    await fillResources(await workshop.scope(), this.manifest.resources)
    return workshop
  }

  /** One more organisation with the module switched on, without records of its own. */
  async freshWorkshop(): Promise<Workshop> {
    const workshop = await makeWorkshop()
    await this.switchOn(workshop)
    return workshop
  }

  /** Sets states past the plan, for the module and what it requires. */
  async switchOn(workshop: Workshop) {
    for (const id of this.#required(this.id)) await this.setState(workshop, 'enabled', id)
  }

  async setState(workshop: Workshop, state: string, id = this.id) {
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(
        `insert into organisation_modules (organisation_id, module_id, entitled, state, changed_by)
         values (?, ?, true, ?, 'suite')
         on conflict (organisation_id, module_id) do update set state = excluded.state, entitled = true`,
        [scope.organisationId, id, state]
      )
    )
  }

  #required(id: string): string[] {
    const needed = Object.keys(this.registry.get(id)?.manifest.requires ?? {})
    return [...new Set([...needed.flatMap((each) => this.#required(each)), id])]
  }

  /** Ids of up to three rows of each table, as the reader of `scope` sees them. */
  async idsOf(scope: Scope): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>()
    for (const table of Object.keys(this.manifest.tables)) {
      const rows = await scope.read((unit) =>
        unit.rows<{ id: string }>(`select id from ${table} order by id limit 3`)
      )
      found.set(
        table,
        rows.map(({ id }) => id)
      )
    }
    return found
  }
}
