import { buffer } from 'node:stream/consumers'
import db from '@adonisjs/lucid/services/db'
import yazl from 'yazl'
import type { Readable } from 'node:stream'
import type { Origin } from '../../identity/services/origin.ts'
import { noteSecurityEvent } from '../../identity/services/security_events.ts'
import type User from '../../identity/models/user.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { readSnapshot } from '../../tenancy/snapshot.ts'
import { collectPerson, type PersonData } from './collect.ts'
import { personPage } from './person_page.ts'
import { ensureMayReadPeople } from './subjects.ts'

/** A file that is small enough to be made at once: it holds one person. */
export interface PersonFile {
  name: string
  content: Buffer
}

/**
 * Everything that the organisation holds about somebody: `person.json` for programs, `person.html` to read and print.
 * That it was asked for is noted among the security events.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError
 */
export async function exportPerson(
  scope: Scope,
  registry: ModuleRegistry,
  kindId: string,
  id: string,
  origin: Origin
): Promise<PersonFile> {
  ensureMayReadPeople(scope)
  scope.ensureMayWrite()
  const data = await readSnapshot(scope, (unit) => collectPerson(unit, registry, kindId, id))
  await noteSecurityEvent(
    {
      kind: 'data.person_exported',
      userId: scope.actor.kind === 'user' ? scope.actor.id : null,
      organisationId: scope.organisationId,
      details: { by: scope.actor.name, kind: kindId, person: id },
    },
    origin
  )
  const at = scope.now().toJSDate()
  const files = filesOf(data, scope, at)
  return { name: `data-of-a-person-${scope.today()}.zip`, content: await zipOf(files, at) }
}

/**
 * What Karkhana holds about the reader: their account, and for each organisation that they belong to, what it holds
 * about them as its member. Needs no permission: it is theirs.
 */
export async function exportOwnData(
  user: User,
  registry: ModuleRegistry,
  origin: Origin
): Promise<PersonFile> {
  const at = new Date()
  const files: Record<string, string> = {
    'account.json': `${JSON.stringify(await accountOf(user.id), null, 2)}\n`,
  }
  for (const { organisation, member } of await memberships(user.id)) {
    const scope = await systemScope(organisation, 'account.data')
    const data = await readSnapshot(scope, (unit) =>
      collectPerson(unit, registry, 'kernel.member', member)
    )
    const own = scope.with({ actor: { ...scope.actor, name: user.name } })
    for (const [name, content] of Object.entries(filesOf(data, own, at))) {
      files[`${organisation}/${name}`] = content
    }
  }
  await noteSecurityEvent({ kind: 'data.own_exported', userId: user.id }, origin)
  return {
    name: `my-data-${at.toISOString().slice(0, 10)}.zip`,
    content: await zipOf(files, at),
  }
}

function filesOf(data: PersonData, scope: Scope, at: Date): Record<string, string> {
  const head = {
    organisation: scope.organisation.name,
    createdAt: at.toISOString(),
    createdBy: scope.actor.name,
    zone: scope.organisation.timezone,
  }
  const { kind, person, tables, changes } = data
  const json = {
    format: 'karkhana-person@1',
    organisation: { id: scope.organisationId, name: scope.organisation.name },
    createdAt: head.createdAt,
    createdBy: head.createdBy,
    kind,
    person,
    tables: tables.map(({ table, module, label, rows }) => ({ table, module, label, rows })),
    changes,
  }
  return {
    'person.html': personPage(data, head),
    'person.json': `${JSON.stringify(json, null, 2)}\n`,
  }
}

async function memberships(userId: string): Promise<{ organisation: string; member: string }[]> {
  const { rows } = await db.rawQuery(
    `select m.organisation_id as organisation, m.id as member
       from kernel_organisations_of(?) o
       join memberships m on m.organisation_id = o.id and m.user_id = ?
      order by m.organisation_id`,
    [userId, userId]
  )
  return rows as { organisation: string; member: string }[]
}

/** The account itself; passwords, second factors and their secrets are told of to nobody. */
async function accountOf(userId: string) {
  const one = async (sql: string) => (await db.rawQuery(sql, [userId])).rows as object[]
  const [account] = await one(
    `select id, name, email, phone, locale, appearance, contrast, density, notifications, email_verified_at, created_at,
            two_factor_confirmed_at is not null as two_factor from users where id = ?`
  )
  return {
    format: 'karkhana-account@1',
    account,
    identities: await one(
      'select provider, email, created_at from user_identities where user_id = ? order by created_at'
    ),
    sessions: await one(
      `select method, ip, place, user_agent, created_at, last_seen_at, revoked_at
         from user_sessions where user_id = ? order by created_at`
    ),
    activity: await one(
      'select at, kind, ip, user_agent from security_events where user_id = ? order by at, id'
    ),
  }
}

async function zipOf(files: Record<string, string>, at: Date): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), name, { mtime: at, mode: 0o644 })
  }
  zip.end()
  return buffer(zip.outputStream as Readable)
}
