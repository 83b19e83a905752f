import { fieldProblems } from '../fields/problems.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import type { ResourceDeclaration, ResourceField } from './declaration.ts'
import { columnOf } from './names.ts'

/** Properties that every record has by itself. */
const TAKEN = new Set([
  ...['id', 'version', 'number', 'custom', 'archived', 'added'],
  ...['createdAt', 'updatedAt', 'organisationId', 'archivedAt'],
])

/** What each may be asked of. */
const FILTERED = ['choice', 'switch', 'date', 'money', 'record']
const SORTED = ['text', 'email', 'phone', 'url', 'choice', 'date', 'money', 'integer']
const SEARCHED = ['text', 'multiline', 'email', 'phone', 'url']

/** What is wrong with the resources of a module, each a sentence that names the resource. */
export function resourceProblems(manifest: ModuleManifest, all: ModuleManifest[]): string[] {
  return manifest.resources.flatMap((resource) =>
    [
      ...(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/.test(resource.id)
        ? []
        : ['must be named <module>.<plural>, in lower-case letters, digits and dashes']),
      ...(resource.id.startsWith(`${manifest.id}.`)
        ? []
        : [`must start with "${manifest.id}."; rename it`]),
      ...titleProblems(resource),
      ...resource.fields.flatMap((field) => [
        ...placeProblems(field),
        ...referenceProblems(field, manifest, all),
      ]),
      ...valueProblems(resource),
    ].map((problem) => `the resource "${resource.id}" ${problem}`)
  )
}

function titleProblems({ title, fields }: ResourceDeclaration): string[] {
  const field = fields.find(({ key }) => key === title)
  if (!field) return [`has no field "${title}" for its title`]
  return field.kind === 'text' && field.required
    ? []
    : [`is named by "${title}", which must be a required text`]
}

function placeProblems({ key, kind, ...place }: ResourceField): string[] {
  const problems: string[] = []
  if (!/^[a-z][A-Za-z0-9]*$/.test(key)) problems.push('must be written in camel case')
  if (TAKEN.has(key)) problems.push('has a name that every record has already; choose another')
  if (place.filter && !FILTERED.includes(kind)) problems.push(`is a ${kind}; it has no filter`)
  if (place.sort && !SORTED.includes(kind)) problems.push(`is a ${kind}; it has no order`)
  if (place.search && !SEARCHED.includes(kind)) problems.push(`is a ${kind}; it is not searched`)
  if (place.editInList && (kind === 'record' || kind === 'multiline')) {
    problems.push(`is a ${kind}; it is changed in the form`)
  }
  return problems.map((problem) => `has the field "${key}", which ${problem}`)
}

/** A module joins tables of its own, and of modules that it requires. */
function referenceProblems(
  field: ResourceField,
  manifest: ModuleManifest,
  all: ModuleManifest[]
): string[] {
  if (field.kind !== 'record') return []
  const { key, of } = field
  const told = (problem: string) => [`has the field "${key}", which ${problem}`]
  if (!/[a-z0-9]Id$/.test(key)) return told('must end in "Id"')
  const owner = all.find(({ records }) => records.some(({ table }) => table === of))
  if (!owner) return told(`points to "${of}", which no installed module declares as a record`)
  if (owner.id !== manifest.id && !(owner.id in manifest.requires)) {
    return told(`points to records of ${owner.id}: add it to "requires"`)
  }
  return owner.records.find(({ table }) => table === of)!.reference
    ? []
    : told(`points to "${of}", whose records say nothing of a "reference"`)
}

function valueProblems({ fields }: ResourceDeclaration): string[] {
  const keys = fields.map(({ key }) => key)
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index)
  const values = fields.flatMap((field) =>
    field.kind === 'record' ? [] : [{ ...field, key: columnOf(field) }]
  )
  return [
    ...twice.map((key) => `declares the field "${key}" twice`),
    ...fieldProblems(values).map((problem) => `is not sound: ${problem}`),
  ]
}
