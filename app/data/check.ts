import type { ModuleManifest } from '../modules/manifest.ts'
import type { TableDeclaration } from './declaration.ts'

/** What is wrong with what a module says about its tables and the people in them, as far as the manifest tells. */
export function dataProblems(manifest: ModuleManifest, all: ModuleManifest[]): string[] {
  return Object.entries(manifest.tables).flatMap(([name, declaration]) =>
    [
      ...lawProblems(declaration),
      ...retentionProblems(declaration),
      ...subjectProblems(declaration, manifest, all),
    ].map((problem) => `the table "${name}" ${problem}`)
  )
}

function lawProblems({ personal, retention }: TableDeclaration) {
  const kept = Object.keys(personal).filter((column) => personal[column] === 'keep')
  if (kept.length === 0 || (retention.law && retention.keep)) return []
  return [
    `keeps ${kept.join(', ')} of people who were erased, and does not say why: name the rule and the time in ` +
      'retention, or let an erasure clear or replace it',
  ]
}

function retentionProblems({ retention }: TableDeclaration) {
  return retention.then && !retention.keep
    ? [`has "then: ${retention.then}" without a time; add "keep", such as P1Y`]
    : []
}

function subjectProblems(
  { subjects, personal }: TableDeclaration,
  manifest: ModuleManifest,
  all: ModuleManifest[]
) {
  const installed = new Set(['kernel', ...all.map(({ id }) => id)])
  const known = new Set([
    'kernel.member',
    ...all.flatMap((each) => each.subjects.map(({ id }) => id)),
  ])
  const unknown = Object.keys(subjects).filter(
    (kind) => installed.has(kind.split('.')[0]) && !known.has(kind)
  )
  const foreign = Object.values(subjects).flatMap((link) =>
    typeof link !== 'string' && !(link.via in manifest.tables) ? [link.via] : []
  )
  return [
    ...unknown.map((kind) => `is about "${kind}", which nobody declares in subjects`),
    ...foreign.map((via) => `names the person by "${via}", which is no table of the module`),
    ...(Object.keys(subjects).length > 0 && Object.keys(personal).length === 0
      ? ['is about people and says nothing personal of them; declare the columns in personal']
      : []),
  ]
}

/** A column of a table, as the database has it. */
export interface FoundColumn {
  table: string
  column: string
  /** SQL type: `text`, `jsonb`, `uuid`. */
  type: string
  nullable?: boolean
  /** Made by the database from other columns. */
  generated?: boolean
}

/** Names of columns that mostly hold something about a person. */
const LOOKS_PERSONAL =
  /(^|_)(name|phone|mobile|whatsapp|email|mail|address|line1|line2|city|postal_code|pincode|gstin|pan|aadhaar|birth|gender|notes?|complaint|feedback|remarks?|comments?|registration|vin|ip|user_agent)(_|$)|_by$/

/** Columns that every organisation table has, and those that point to rows. */
const PLAIN = /^(id|organisation_id|custom|version|created_at|updated_at)$|_id$/

/**
 * Holds a declaration against the table in the database: every column that is named is there, and every column whose
 * name looks personal is declared one way or the other.
 */
export function columnProblems(
  name: string,
  declaration: TableDeclaration,
  columns: FoundColumn[]
): string[] {
  const types = new Map(
    columns.filter(({ table }) => table === name).map(({ column, type }) => [column, type])
  )
  const { personal, notPersonal, secret, retention, open } = declaration
  const named: [string, string][] = [
    ...Object.keys(personal).map((key): [string, string] => ['personal', key.split('.')[0]]),
    ...Object.keys(notPersonal).map((column): [string, string] => ['notPersonal', column]),
    ...secret.map((column): [string, string] => ['secret', column]),
    ...(retention.from ? [['retention.from', retention.from] as [string, string]] : []),
    ...(open ? [['open.title', open.title] as [string, string]] : []),
    ...Object.values(declaration.subjects).flatMap((link): [string, string][] =>
      typeof link === 'string' ? [['subjects', link]] : []
    ),
  ]
  return [
    ...named
      .filter(([, column]) => !types.has(column))
      .map(([key, column]) => `${name}: ${key} names the column "${column}", which is not there`),
    ...Object.keys(personal)
      .filter((key) => key.includes('.') && types.get(key.split('.')[0]) !== 'jsonb')
      .map((key) => `${name}: personal names "${key}", and its column is no JSON object`),
    ...undeclaredPersonal(name, declaration, columns),
  ]
}

/** The columns of a table that look personal by their names and of which nothing is said. */
export function undeclaredPersonal(
  name: string,
  { personal, notPersonal, secret }: TableDeclaration,
  columns: FoundColumn[]
): string[] {
  const spoken = new Set([
    ...Object.keys(personal).map((key) => key.split('.')[0]),
    ...Object.keys(notPersonal),
    ...secret,
  ])
  return columns
    .filter(
      ({ table, column, type }) =>
        table === name &&
        /^(text|jsonb|character varying|inet)/.test(type) &&
        LOOKS_PERSONAL.test(column) &&
        !PLAIN.test(column) &&
        !spoken.has(column)
    )
    .map(
      ({ column }) =>
        `${name}: "${column}" looks personal; declare in personal what an erasure does with it, or say in ` +
        'notPersonal why it is not'
    )
}
