import { IANAZone } from 'luxon'
import { financialYear } from '../dates/index.ts'
import { NotFoundError, RuleError, VersionConflictError } from '../errors.ts'
import Organisation from '../identity/models/organisation.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { SAMPLE_PREFIX } from '../numbers/series.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** What an organisation says about itself. */
export interface OrganisationInput {
  name: string
  legalName: string
  email?: string | null
  phone?: string | null
  /** `https://…` */
  website?: string | null
  /** Month in which a financial year starts, 1–12. */
  financialYearStart?: number
  /** IANA zone in which business dates and opening hours are meant. */
  timezone?: string
  version?: number
}

/** The profile of the organisation. */
export async function getOrganisation(scope: Scope): Promise<Organisation> {
  return scope.read(async (unit) => {
    const row = await Organisation.find(scope.organisationId, { client: unit.trx })
    if (!row) throw new NotFoundError('organisation')
    return row
  })
}

/**
 * Changes the profile; what is left out stays.
 * @throws ForbiddenError, VersionConflictError, RuleError naming `timezone` or `financialYearStart`
 */
export async function updateOrganisation(
  scope: Scope,
  registry: ModuleRegistry,
  { version, ...input }: OrganisationInput
): Promise<Organisation> {
  scope.ensure('kernel.organisation.update')
  if (input.timezone && !IANAZone.isValidZone(input.timezone)) {
    throw new RuleError('E_TIME_ZONE', 'This time zone is not known.', {
      field: 'timezone',
      next: 'Choose it from the list.',
    })
  }
  return scope.work(async (unit) => {
    const row = await lockOrganisation(unit)
    if (version !== undefined && version !== row.version) {
      throw new VersionConflictError(row.serialize(), version)
    }
    if (input.financialYearStart && input.financialYearStart !== row.financialYearStart) {
      await ensureYearIsUnused(unit, registry, row.financialYearStart)
    }
    await row.merge(input).save()
    return row.refresh()
  })
}

/** The row of the organisation, locked until the transaction ends. */
export async function lockOrganisation(unit: Unit): Promise<Organisation> {
  return Organisation.query({ client: unit.trx })
    .where('id', unit.scope.organisationId)
    .forUpdate()
    .firstOrFail()
}

/** Time zones for a list, `Asia/Kolkata` first. */
export function timeZones(): { value: string; label: string }[] {
  const zones = new Set(['Asia/Kolkata', ...Intl.supportedValuesOf('timeZone'), 'UTC'])
  // An older name of the same place
  zones.delete('Asia/Calcutta')
  return [...zones].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}

/** Numbers and books of a year that has begun are counted by its months. */
async function ensureYearIsUnused(unit: Unit, registry: ModuleRegistry, startMonth: number) {
  const year = financialYear(unit.scope.today(), startMonth)
  const rows = await unit.rows<{ series: string; period: string; touched: string }>(
    `select series, period, to_char(max(updated_at), 'YYYY-MM-DD') as touched
       from number_series where last_number >= first_number and prefix <> ? group by series, period`,
    [SAMPLE_PREFIX]
  )
  const used = rows.filter(({ period, touched }) => {
    if (period.startsWith('FY')) return period === `FY${year.label}`
    if (period === 'all') return touched >= year.start
    return period >= year.start.slice(0, period.length) && period <= year.end
  })
  if (used.length === 0) return
  const labels = registry
    .numberSeries()
    .filter(({ id }) => used.some(({ series }) => series === id))
    .map(({ label }) => label)
  throw new RuleError(
    'E_FINANCIAL_YEAR_USED',
    `The financial year ${year.label} has begun: ${labels.join(', ')} are numbered in it.`,
    {
      field: 'financialYearStart',
      next: 'Change it before the first document of a financial year.',
    }
  )
}
