import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { listBranches } from '../../branches/branches.ts'
import { reply } from '../../http/reply.ts'
import type Organisation from '../../identity/models/organisation.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { logoPath } from '../logos.ts'
import { getOrganisation, timeZones, updateOrganisation } from '../organisation.ts'
import { organisationValidator } from '../validators.ts'

/** What the organisation says about itself. */
@inject()
export default class OrganisationController {
  constructor(private registry: ModuleRegistry) {}

  async show(ctx: HttpContext) {
    const record = organisationView(await getOrganisation(ctx.scope))
    return reply(ctx).record('kernel::settings/organisation', record, async () => ({
      headOffice: await this.#headOffice(ctx.scope),
      timezones: timeZones(),
    }))
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(organisationValidator)
    const organisation = await updateOrganisation(ctx.scope, this.registry, input)
    return reply(ctx).saved(organisationView(organisation), {
      to: '/settings/organisation',
      message: 'Organisation saved.',
    })
  }

  /** The first active branch, and the taxpayer that its registration tells. */
  async #headOffice(scope: Scope) {
    const branch = (await listBranches(scope)).find(({ active }) => active)
    if (!branch) return null
    const identity = await this.registry.taxIdentity(scope.organisation.country)
    const parsed = branch.taxId ? identity?.parse(branch.taxId) : null
    const state = identity?.states().find(({ code }) => code === branch.stateCode)
    const { id, name, addressLine1, addressLine2, city, postalCode, taxId } = branch
    return {
      id,
      name,
      address: [
        addressLine1,
        addressLine2,
        `${city} ${postalCode}`,
        state?.name ?? branch.stateCode,
      ].filter(Boolean),
      taxLabel: identity?.label ?? 'Tax number',
      taxId,
      taxpayerLabel: identity?.taxpayerLabel ?? 'Taxpayer',
      taxpayerId: parsed?.ok ? parsed.taxpayerId : null,
    }
  }
}

function organisationView(organisation: Organisation) {
  const { id, name, legalName, country, timezone, locale, currency, version } = organisation
  const { financialYearStart, email, phone, website, logo } = organisation
  return {
    id,
    name,
    legalName,
    country,
    timezone,
    locale,
    currency,
    financialYearStart,
    email,
    phone,
    website,
    logo: logoPath(logo),
    version,
  }
}
