import type { ReportRow } from '../../../../reports/declaration.ts'
import type { Scope } from '../../../../tenancy/scope.ts'
import { exporterNamed, importerNamed } from '../../../../transfer/definitions.ts'
import type { ExporterDefinition } from '../../../../transfer/exporter.ts'
import type { ImporterDefinition } from '../../../../transfer/importer.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import { broughtProblems } from './brought.ts'
import { whileOff } from './foreign.ts'

/** Rows that are read of one export. */
const ROWS = 200

/** What one organisation takes home, and what it brings, has nothing to do with the records of another. */
export async function transferProblems(module: ModuleUnderTest): Promise<string[]> {
  const { manifest, registry } = module
  const { a, b } = await module.pair()
  const problems: string[] = []
  const importers = await loaded<ImporterDefinition>(manifest.importers)
  for (const exporter of await loaded<ExporterDefinition>(manifest.exporters)) {
    const rows = await firstRows(await a.scope(), exporter)
    const seen = new Set((await firstRows(await b.scope(), exporter)).map(fingerprint))
    if (rows.some((row) => typeof row.id === 'string' && seen.has(fingerprint(row)))) {
      problems.push(
        `the export "${exporter.id}" has rows of another organisation; read them by the scope`
      )
    }
    const importer = importers.find(({ id }) => id === exporter.id)
    if (importer && rows.length > 0) {
      problems.push(...(await broughtProblems(module, importer, exporter)))
    }
  }
  const offered = async (scope: Scope) => [
    ...(await there(importers, (id) => importerNamed(scope, registry, id))),
    ...(await there(manifest.exporters.length ? await loaded(manifest.exporters) : [], (id) =>
      exporterNamed(scope, registry, id)
    )),
  ]
  const off = await whileOff(module, b, async () => offered(await b.scope()))
  return [...problems, ...off.map((id) => `"${id}" can be used while the module is off`)]
}

async function firstRows(scope: Scope, exporter: ExporterDefinition): Promise<ReportRow[]> {
  const rows: ReportRow[] = []
  for await (const batch of exporter.rows(scope)) {
    rows.push(...batch)
    if (rows.length >= ROWS) break
  }
  return rows
}

const fingerprint = (row: ReportRow) => JSON.stringify(row)

async function loaded<T>(loads: readonly (() => Promise<unknown>)[]): Promise<T[]> {
  return Promise.all(loads.map(async (load) => ((await load()) as { default: T }).default))
}

/** Ids of those that are found. */
async function there(
  definitions: { id: string }[],
  find: (id: string) => Promise<unknown>
): Promise<string[]> {
  const found = await Promise.all(
    definitions.map(async ({ id }) =>
      find(id).then(
        () => id,
        () => null
      )
    )
  )
  return found.filter((id) => id !== null)
}
