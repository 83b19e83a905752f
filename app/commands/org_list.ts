import { flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { listOrganisations, type OrganisationRow } from '../console/organisations_list.ts'
import { listOptions } from '../console/validators.ts'

/** The organisations of this deployment by name, page by page. */
export default class OrgList extends KernelCommand {
  static commandName = 'org:list'
  static description = 'List the organisations'

  @flags.string({ description: 'Part of the name' })
  declare search: string

  @flags.string({ description: 'Those of a partner, by name or id' })
  declare partner: string

  @flags.string({ description: 'active or suspended' })
  declare state: string

  @flags.number({ description: 'How many, at most 1000', default: 50 })
  declare limit: number

  @flags.string({ description: 'Goes on after an earlier page' })
  declare cursor: string

  protected async perform(): Promise<Outcome> {
    const { search, partner, state, limit, cursor } = this
    const options = await this.check(listOptions, { search, partner, state, limit, cursor })
    const page = await listOrganisations(options)
    if (!this.json && page.data.length > 0) this.#print(page.data)
    return {
      json: page,
      lines:
        page.data.length === 0
          ? ['There is no such organisation.']
          : page.nextCursor
            ? [`There are more: --cursor=${page.nextCursor}`]
            : [],
    }
  }

  #print(rows: OrganisationRow[]) {
    const table = this.ui.table().head(['Name', 'Id', 'Partner', 'Plan', 'People', 'State'])
    for (const { name, id, partner, plan, members, suspended } of rows) {
      const state = suspended ? 'suspended' : 'active'
      table.row([name, id, partner ?? '–', plan ?? '–', String(members), state])
    }
    table.render()
  }
}
