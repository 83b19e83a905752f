import type { ListFilter } from '../http/page_types.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { Catalogue } from './catalogue.ts'
import { ACTIONS } from './filters.ts'

type Choice = ListFilter['options'][number]

/** The choices above the list of changes. */
export async function changeChoices(unit: Unit, catalogue: Catalogue): Promise<ListFilter[]> {
  const kinds = [...catalogue.values()].filter(
    ({ module }) => !module || unit.scope.modules.has(module)
  )
  return [
    { key: 'who', label: 'Who', options: await actors(unit) },
    {
      key: 'record',
      label: 'Record',
      options: kinds.map(({ name, label }) => ({ value: name, label })),
    },
    {
      key: 'action',
      label: 'Action',
      options: Object.entries(ACTIONS).map(([value, label]) => ({ value, label })),
    },
  ]
}

/** Members and tokens, present and former, and the others who may act. */
async function actors(unit: Unit): Promise<Choice[]> {
  const tokens = await unit.rows<Choice>(
    `select 'token:' || t.id as value, 'API: ' || coalesce(t.name, 'token') as label
       from api_tokens t
       join memberships m on m.id = t.tokenable_id and m.organisation_id = kernel_organisation_id()
      order by t.id desc limit 200`
  )
  return [
    ...(await members(unit)),
    ...tokens,
    { value: 'partner', label: 'The partner' },
    { value: 'system', label: 'Karkhana itself' },
    { value: 'outside', label: 'Outside Karkhana' },
  ]
}

/** People who are or were members. */
export function members(unit: Unit): Promise<Choice[]> {
  return unit.rows<Choice>(
    `select 'user:' || u.id as value, u.name as label
       from memberships m join users u on u.id = m.user_id
      where m.organisation_id = kernel_organisation_id()
      order by u.name, u.id limit 500`
  )
}
