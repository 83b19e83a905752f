import type { Unit } from '../tenancy/unit.ts'
import type { Who } from './views.ts'

/** The actor as the database noted it. */
export interface NotedActor {
  actorKind: string | null
  actorId: string | null
}

/** Somebody whose account is gone. */
const FORMER = 'Somebody who left'

/** Finds the names of actors; asked once per actor, whatever the number of entries. */
export async function nameActors(
  unit: Unit,
  actors: NotedActor[]
): Promise<(actor: NotedActor) => Who> {
  const ids = (...kinds: string[]) => [
    ...new Set(
      actors.flatMap(({ actorKind, actorId }) =>
        actorKind && actorId && kinds.includes(actorKind) ? [actorId] : []
      )
    ),
  ]
  const people = await namesOfPeople(unit, ids('user', 'partner'))
  const tokens = await namesOfTokens(unit, ids('token'))
  return ({ actorKind, actorId }) => {
    switch (actorKind) {
      case 'user':
        return { kind: 'person', name: people.get(actorId!)?.name ?? FORMER, hint: null }
      case 'partner': {
        const person = people.get(actorId!)
        return { kind: 'partner', name: person?.name ?? FORMER, hint: person?.partner ?? 'Partner' }
      }
      case 'token':
        return tokens.get(actorId!) ?? { kind: 'token', name: 'A removed API token', hint: null }
      case 'portal':
        return { kind: 'person', name: 'A customer', hint: null }
      case 'link':
        return { kind: 'person', name: 'A customer', hint: 'By a link' }
      case 'system':
        return { kind: 'system', name: 'Karkhana', hint: actorId }
      default:
        return { kind: 'outside', name: 'Outside Karkhana', hint: 'By the database itself' }
    }
  }
}

/** Who it was on one line: `Asha Kulkarni`, `API: till`, `Dev Rao (Volt Partners)`. */
export function whoText({ kind, name, hint }: Who): string {
  if (kind === 'token') return `API: ${name}`
  return hint ? `${name} (${hint})` : name
}

/** Through what it came: the pages, the API, a job or command, or past the application. */
export function surfaceOf({ kind }: Who): 'Pages' | 'API' | 'Job' | 'Database' {
  if (kind === 'token' || kind === 'service') return 'API'
  if (kind === 'system') return 'Job'
  return kind === 'outside' ? 'Database' : 'Pages'
}

interface PersonRow {
  id: string
  name: string
  partner: string | null
}

async function namesOfPeople(unit: Unit, ids: string[]) {
  if (ids.length === 0) return new Map<string, PersonRow>()
  const rows = await unit.rows<PersonRow>(
    `select u.id::text as id, u.name,
            (select p.name from organisations o
               join partners p on p.id = o.partner_id
               join partner_members pm on pm.partner_id = p.id and pm.user_id = u.id
              where o.id = kernel_organisation_id()) as partner
       from users u where u.id::text = any(?)`,
    [ids]
  )
  return new Map(rows.map((row) => [row.id, row]))
}

interface TokenRow {
  id: string
  name: string
  holder: string
  kind: 'person' | 'service'
}

async function namesOfTokens(unit: Unit, ids: string[]) {
  if (ids.length === 0) return new Map<string, Who>()
  const rows = await unit.rows<TokenRow>(
    `select t.id::text as id, coalesce(t.name, 'API token') as name, m.kind,
            coalesce(u.name, m.name) as holder
       from api_tokens t
       join memberships m on m.id = t.tokenable_id and m.organisation_id = kernel_organisation_id()
       left join users u on u.id = m.user_id
      where t.id::text = any(?)`,
    [ids]
  )
  return new Map(
    rows.map(({ id, name, holder, kind }): [string, Who] => [
      id,
      kind === 'service'
        ? { kind: 'service', name: holder, hint: `API token ${name}` }
        : { kind: 'token', name, hint: `API token of ${holder}` },
    ])
  )
}
