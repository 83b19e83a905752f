import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, systemScope, type Scope } from '@karkhana/kernel'
import {
  makeWorkshop,
  registeredRoutes,
  type RegisteredRoute,
  type Workshop,
} from '@karkhana/kernel/testing'
import { builtIn, permissionsOf, type Authority } from '../../../app/access/authority.ts'
import { ROLES } from '../../../app/access/permissions.ts'
import { defineRecords, type RecordRule } from '../../../app/access/record_rules.ts'
import Branch from '../../../app/branches/branch.ts'
import { figure } from '../../helpers/figures.ts'
import { fillBranch, fillEverything } from '../../helpers/fill_workshop.ts'
import { askAs, makeReader, type Reader } from '../../helpers/readers.ts'
import { saidBy } from '../../helpers/said_by.ts'

const MISSING = '01890000-0000-7000-8000-000000000000'
/** A role of the organisation's own: more than a technician in one thing, less in another. */
const FRONT_DESK: Authority = {
  role: 'custom',
  base: 'technician',
  roleGrants: ['tickets.ticket.view_all', 'contacts.contact.create'],
  roleDenials: ['jobcards.job.view'],
  grants: [],
}
/** Rows of each kind that are asked for: enough to meet each rule, few enough to ask everything. */
const SAMPLE = 2

/** Tables behind addresses that name a record of another module. */
const FOREIGN: Record<string, string> = { ':jobId': 'jobcards_jobs' }
/** Members and service accounts share a table; each has pages of its own. */
const KINDS: [string, string][] = [
  ['/settings/members/', "t.kind = 'person'"],
  ['/settings/tokens/accounts/', "t.kind = 'service'"],
]

/** A branch belongs to itself. */
const BRANCHES = defineRecords({ table: 'branches', noun: 'branch', branch: 'id' })

/** A row of a record's table, with what its rule looks at. */
interface Row {
  id: string
  branch: string | null
  owner: string | null
  organisation: 'mine' | 'other'
}

const label = (route: RegisteredRoute) => `${route.method} ${route.pattern}`
const memberRoutes = () => registeredRoutes.filter(({ audience }) => audience === 'member')
const tableOf = (route: RegisteredRoute) =>
  route.record ?? FOREIGN[/:\w+/.exec(route.pattern)?.[0] ?? ''] ?? null
const named = (route: RegisteredRoute, id: string) => route.pattern.replace(/:\w+/g, id)

/** What the declarations say about a reader, a route and a row; nothing here repeats a role's list. */
class Expectation {
  constructor(private registry: ModuleRegistry) {}

  holds(reader: Reader, permission: string): boolean {
    return permissionsOf(reader.authority, this.registry.allPermissions()).has(permission)
  }

  /** The rule of the table that the address names. */
  rule(table: string): RecordRule | undefined {
    return [...this.registry.manifests().flatMap((manifest) => manifest.records), BRANCHES].find(
      (rule) => rule.table === table
    )
  }

  sees(reader: Reader, rule: RecordRule | undefined, row: Row): boolean {
    if (row.organisation === 'other') return false
    if (row.branch && reader.branchIds && !reader.branchIds.includes(row.branch)) return false
    if (!rule?.own || this.holds(reader, rule.own.unless)) return true
    return row.owner === reader.memberId
  }
}

/** Rows of a table for each branch and for own and others' records. */
async function rowsOf(
  scope: Scope,
  route: RegisteredRoute,
  rule: RecordRule | undefined,
  owners: string[],
  organisation: Row['organisation']
): Promise<Row[]> {
  const table = tableOf(route)!
  const kind = KINDS.find(([path]) => route.pattern.includes(path))?.[1] ?? 'true'
  const branch = rule?.branch ? `t.${rule.branch}` : 'null::uuid'
  const owner = rule?.own ? `t.${rule.own.column}` : 'null::uuid'
  return scope.read(async (unit) => {
    const rows = await unit.rows<Omit<Row, 'organisation'>>(
      `select id, branch, owner from (
         select t.id, ${branch} as branch, ${owner} as owner,
                row_number() over (partition by ${branch},
                  case when ${owner} = any(?::uuid[]) then ${owner} end order by t.id) as n
           from ${table} t where t.organisation_id = ? and ${kind}) sample
        where n <= ?`,
      [owners, scope.organisationId, SAMPLE]
    )
    return rows.map((row) => ({ ...row, organisation }))
  })
}

/** A digest of every row that modules keep for an organisation. */
async function digest(scope: Scope, registry: ModuleRegistry, branch?: string) {
  const tables = registry.manifests().flatMap((manifest) => manifest.records)
  return scope.read(async (unit) => {
    const entries: [string, string][] = []
    for (const { table, branch: column } of tables) {
      if (branch && !column) continue
      const where = branch ? `where ${column} = '${branch}'` : ''
      const [row] = await unit.rows<{ digest: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by t.id), '')) as digest from ${table} t ${where}`
      )
      entries.push([table, row.digest])
    }
    return Object.fromEntries(entries)
  })
}

test.group('Every route, for every role, branch and organisation', (group) => {
  let mine: Workshop
  let other: Workshop
  let registry: ModuleRegistry
  let expectation: Expectation
  let here: string
  let there: string
  const readers: Reader[] = []

  group.setup(async () => {
    registry = await app.container.make(ModuleRegistry)
    expectation = new Expectation(registry)
    mine = await makeWorkshop()
    other = await makeWorkshop()
    const scope = await systemScope(mine.organisationId, 'test')
    here = scope.branches[0].id
    there = (await addBranch(scope)).id

    for (const role of ROLES) readers.push(await makeReader(mine, role, builtIn(role)))
    readers.push(await makeReader(mine, 'front desk', FRONT_DESK))
    for (const role of ROLES) {
      readers.push(await makeReader(mine, `${role} of one branch`, builtIn(role), [here]))
    }
    await fillEverything(mine)
    await fillBranch(mine, there)
    await fillEverything(other)
    await shareOut(await systemScope(mine.organisationId, 'test'), registry, readers)
  })

  test('asks for a permission, and names the table of the record it is about', async ({
    assert,
  }) => {
    const declared = new Set(registry.allPermissions().map(({ id }) => id))
    for (const route of memberRoutes()) {
      assert.isTrue(declared.has(route.permission), label(route))
      if (!route.module || !route.pattern.includes('/:')) continue
      const table = tableOf(route)
      assert.isNotNull(table, `${label(route)} names no table in records`)
      assert.exists(expectation.rule(table!), `${label(route)}: nobody says who sees it`)
    }
  })

  for (const surface of ['web', 'api'] as const) {
    test(`answers on the surface ${surface} as the declarations say, to each of eleven readers`, async ({
      client,
      assert,
    }) => {
      const scopes = {
        mine: await systemScope(mine.organisationId, 'test'),
        other: await systemScope(other.organisationId, 'test'),
      }
      const owners = readers.map((reader) => reader.memberId)
      const before = await digest(scopes.other, registry)
      let asked = 0
      const wrong: string[] = []
      for (const route of memberRoutes().filter((each) => each.surface === surface)) {
        const table = tableOf(route)
        const rule = table ? expectation.rule(table) : undefined
        for (const reader of readers) {
          const rows: (Row | null)[] = table
            ? [
                ...(await rowsOf(scopes.mine, route, rule, owners, 'mine')),
                ...(await rowsOf(scopes.other, route, rule, [], 'other')),
              ]
            : [null]
          for (const row of rows) {
            const path = named(route, row?.id ?? MISSING)
            const status = (await askAs(client, reader, route, path)).status()
            asked++
            const said = judge(expectation, reader, route, rule, row, status)
            if (said) wrong.push(`${label(route)} for ${reader.name}: ${said}, got ${status}`)
          }
        }
      }
      figure(`requests on ${surface}`, `${asked}, ${wrong.length} wrong`)
      assert.deepEqual(wrong, [])
      assert.isAbove(asked, 1000)
      assert.deepEqual(await digest(scopes.other, registry), before, 'nothing of others changed')
    }).timeout(600_000)
  }

  test('lists nothing of another branch to somebody of one branch', async ({ client, assert }) => {
    const scope = await systemScope(mine.organisationId, 'test')
    const hidden: string[] = []
    for (const rule of registry.manifests().flatMap((manifest) => manifest.records)) {
      if (!rule.branch) continue
      const rows = await scope.read((unit) =>
        unit.rows<{ id: string }>(`select id from ${rule.table} where ${rule.branch} = ?`, [there])
      )
      hidden.push(...rows.map(({ id }) => id))
    }
    assert.isAbove(hidden.length, 10)
    const lists = memberRoutes().filter(
      ({ method, pattern }) => method === 'GET' && !pattern.includes('/:')
    )
    for (const reader of readers.filter(({ branchIds }) => branchIds)) {
      for (const route of lists) {
        const response = await askAs(client, reader, route, route.pattern)
        assert.isBelow(response.status(), 500, label(route))
        const shown = saidBy(response)
        for (const id of hidden) assert.notInclude(shown, id, `${label(route)}, ${reader.name}`)
      }
    }
  }).timeout(300_000)
})

/** What is wrong with an answer, if anything. */
function judge(
  expectation: Expectation,
  reader: Reader,
  route: RegisteredRoute,
  rule: RecordRule | undefined,
  row: Row | null,
  status: number
): string | null {
  if (status >= 500) return 'expected no failure'
  if (!expectation.holds(reader, route.permission)) {
    return status === 403 ? null : 'expected 403, for the permission is missing'
  }
  if (!row) {
    if (route.pattern.includes('/:')) return null
    return [401, 403, 404].includes(status) && !limited(reader, status)
      ? 'expected an answer, for the permission is there'
      : null
  }
  if (!expectation.sees(reader, rule, row)) {
    return status === 404 || limited(reader, status)
      ? null
      : `expected 404, for the record is hidden (${JSON.stringify(row)})`
  }
  return [401, 403, 404].includes(status) && !limited(reader, status)
    ? `expected an answer, for the record is theirs (${JSON.stringify(row)})`
    : null
}

/** What concerns every branch is refused to somebody of some branches. */
function limited(reader: Reader, status: number) {
  return reader.branchIds !== null && status === 403
}

async function addBranch(scope: Scope) {
  return scope.work(() =>
    Branch.create({
      code: 'NSK',
      name: 'Nashik',
      addressLine1: '4 College Road',
      city: 'Nashik',
      stateCode: '27',
      postalCode: '422005',
      taxId: '27AAPFU0939F1ZV',
      active: true,
      position: 1,
    })
  )
}

/** Puts each reader in charge of a record of each kind that knows somebody in charge. */
async function shareOut(scope: Scope, registry: ModuleRegistry, readers: Reader[]) {
  const rules = registry.manifests().flatMap((manifest) => manifest.records)
  for (const { table, own } of rules.filter((rule) => rule.own)) {
    await scope.work(async (unit) => {
      const rows = await unit.rows<{ id: string }>(`select id from ${table} order by id`)
      for (const [place, reader] of readers.entries()) {
        const row = rows[place % rows.length]
        await unit.rows(`update ${table} set ${own!.column} = ? where id = ?`, [
          reader.memberId,
          row.id,
        ])
      }
    })
  }
}
