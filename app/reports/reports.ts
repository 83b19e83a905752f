import { NotFoundError } from '../errors.ts'
import type { FieldDeclaration, FieldValues } from '../fields/declaration.ts'
import { fieldSchema } from '../fields/schema.ts'
import { addDecimals } from '../money/index.ts'
import { readableModules } from '../modules/gate.ts'
import { loadContributed, type Contributed } from '../modules/load_contributed.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import {
  REPORT_ROWS,
  type ColumnDeclaration,
  type ReportDefinition,
  type ReportRow,
} from './declaration.ts'
import { defaultParameters } from './parameters.ts'

/** A report in the list of reports. */
export interface ReportLine {
  id: string
  title: string
  description: string
  /** Name of the module that answers it. */
  module: string
}

/** A report with its figures, as its page and the API show it. */
export interface ReportView extends ReportLine {
  parameters: readonly FieldDeclaration[]
  /** What the figures are for. */
  values: FieldValues
  columns: readonly ColumnDeclaration[]
  rows: ReportRow[]
  /** Sums of the columns that are added up; money in paise, decimals as strings. */
  totals: Record<string, string | number>
  /** There are more rows than a report may have. */
  cut: boolean
  /** Branches that are counted, for readers who are limited to them; else `null`. */
  branches: string[] | null
}

/** The reports that the reader may see: of modules in use, and of archived ones. */
export async function listReports(scope: Scope, registry: ModuleRegistry): Promise<ReportLine[]> {
  const found = await reportsFor(scope, registry)
  return found.map(line).sort((a, b) => a.module.localeCompare(b.module))
}

/**
 * The figures of a report. What is not given has its default: the present financial year, or today.
 * @throws NotFoundError also when the reader may not see it; validation errors naming the parameter
 */
export async function runReport(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  given: Record<string, unknown>
): Promise<ReportView> {
  const found = (await reportsFor(scope, registry)).find(({ value }) => value.id === id)
  if (!found) throw new NotFoundError('report')
  const { value: report } = found
  const parameters =
    typeof report.parameters === 'function' ? await report.parameters(scope) : report.parameters
  const values = await fieldSchema(parameters).validate({
    ...defaultParameters(scope, parameters),
    ...filled(given, parameters),
  })
  const all = await scope.read(() => report.rows(scope, values))
  const rows = all.slice(0, REPORT_ROWS)
  return {
    ...line(found),
    parameters,
    values,
    columns: report.columns,
    rows,
    totals: totalsOf(report.columns, rows),
    cut: all.length > REPORT_ROWS,
    branches: scope.branchIds ? scope.branches.map(({ name }) => name) : null,
  }
}

async function reportsFor(scope: Scope, registry: ModuleRegistry) {
  const modules = readableModules(registry.manifests(), scope)
  const all = await loadContributed(modules, 'report', ({ reports }) => reports)
  return all.filter(({ value }) => scope.can(value.permission))
}

function line({ module, value }: Contributed<ReportDefinition>): ReportLine {
  return { id: value.id, title: value.title, description: value.description, module: module.name }
}

/** What was given and is not empty; an address may hold `branch=`. */
function filled(given: Record<string, unknown>, parameters: readonly FieldDeclaration[]) {
  return Object.fromEntries(
    parameters
      .map(({ key }): [string, unknown] => [key, given[key]])
      .filter(([, value]) => value !== undefined && value !== '')
  )
}

function totalsOf(columns: readonly ColumnDeclaration[], rows: ReportRow[]) {
  const totals: ReportView['totals'] = {}
  for (const { key, kind, total } of columns) {
    if (!total) continue
    const values = rows.map((row) => row[key] ?? 0)
    totals[key] =
      kind === 'number'
        ? values.reduce<string>((sum, value) => addDecimals(sum, String(value)), '0')
        : values.reduce<number>((sum, value) => sum + Number(value), 0)
  }
  return totals
}
