import { ensureAllBranches } from '../../access/branch_limits.ts'
import { NotFoundError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { exportableModules } from '../export/exportable.ts'
import { identifier } from '../tables.ts'

/** A kind of people whose data the organisation has. */
export interface SubjectKind {
  /** `contacts.contact`, `kernel.member`. */
  id: string
  label: string
  module: string
  /** SQL: where they stand as `t`, the name to show, what is searched besides. */
  from: string
  title: string
  find: string[]
  /** Table whose row is the person. */
  table: string
}

/** Somebody, as the search shows them. */
export interface FoundPerson {
  id: string
  name: string
  /** What tells them apart from others of the name: phone, e-mail. */
  hint: string | null
}

const MEMBER: SubjectKind = {
  id: 'kernel.member',
  label: 'Member',
  module: 'kernel',
  table: 'memberships',
  from: "memberships t left join users u on u.id = t.user_id and t.kind = 'person'",
  title: 'coalesce(u.name, t.name)',
  find: ['u.email', 'u.phone'],
}

/** The kinds of people of the kernel and of modules that hold data of the organisation. */
export async function subjectKinds(unit: Unit, registry: ModuleRegistry): Promise<SubjectKind[]> {
  const { modules } = await exportableModules(unit, registry)
  const ids = new Set(modules.map(({ id }) => id))
  const declared = registry.manifests().flatMap(({ id: module, subjects }) =>
    ids.has(module)
      ? subjects.map((subject): SubjectKind => ({
          id: subject.id,
          label: subject.label,
          module,
          table: subject.table,
          from: `${identifier(subject.table)} t`,
          title: `t.${identifier(subject.title)}`,
          find: subject.find.map((column) => `t.${identifier(column)}`),
        }))
      : []
  )
  return [...declared, MEMBER]
}

/** @throws NotFoundError */
export async function subjectKind(
  unit: Unit,
  registry: ModuleRegistry,
  id: string
): Promise<SubjectKind> {
  const kind = (await subjectKinds(unit, registry)).find((each) => each.id === id)
  if (!kind) throw new NotFoundError('kind of person')
  return kind
}

const FOUND = 20

/**
 * The first twenty people of a kind whose name, phone or e-mail holds the term.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError
 */
export async function findPeople(
  scope: Scope,
  registry: ModuleRegistry,
  kindId: string,
  term: string
): Promise<FoundPerson[]> {
  ensureMayReadPeople(scope)
  return scope.read(async (unit) => {
    const kind = await subjectKind(unit, registry, kindId)
    const pattern = `%${term.trim().replace(/[\\%_]/g, '\\$&')}%`
    const digits = term.replace(/\D/g, '')
    const patterns = digits.length >= 4 ? [pattern, `%${digits}%`] : [pattern]
    return peopleIn(unit, kind, `(${wordsOf(kind)}) ilike any(?)`, [patterns])
  })
}

/** @throws NotFoundError when there is nobody with this id */
export async function personOf(unit: Unit, kind: SubjectKind, id: string): Promise<FoundPerson> {
  const [found] = await peopleIn(unit, kind, 't.id = ?', [id])
  if (!found) throw new NotFoundError('person')
  return found
}

/** @throws ForbiddenError, BranchLimitedError */
export function ensureMayReadPeople(scope: Scope) {
  scope.ensure('kernel.data.export')
  ensureAllBranches(scope, 'All data of a person')
}

function wordsOf({ title, find }: SubjectKind) {
  return `concat_ws(' ', ${[title, ...find].join(', ')})`
}

function peopleIn(unit: Unit, kind: SubjectKind, condition: string, bindings: unknown[]) {
  const hint = kind.find.length > 0 ? `concat_ws(' · ', ${kind.find.slice(0, 3).join(', ')})` : "''"
  return unit.rows<FoundPerson>(
    `select t.id, coalesce(${kind.title}, 'Without a name') as name, nullif(${hint}, '') as hint
       from ${kind.from}
      where t.organisation_id = ? and ${condition}
      order by lower(${kind.title}), t.id limit ${FOUND}`,
    [unit.scope.organisationId, ...bindings]
  )
}
