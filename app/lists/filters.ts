import { DateTime } from 'luxon'
import { addDays, isBusinessDate } from '../dates/index.ts'
import { RuleError } from '../errors.ts'
import type { ListFilter } from '../http/page_types.ts'
import { labelIn } from '../lang/translate.ts'
import type { Scope } from '../tenancy/scope.ts'
import { DATE_PRESET_NAMES, presetRange } from './date_presets.ts'
import type { ListQuery } from './declaration.ts'
import type {
  ChoiceFilter,
  DateFilter,
  FilterDeclaration,
  FilterOptions,
  MoneyFilter,
} from './filter_declaration.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const PAISE = /^-?\d{1,15}$/
/** Values that one filter may name. */
const MOST = 50
/** Records without a value. */
const EMPTY = '-'

/** A value that is not of this filter; the answer names the parameter. */
class NotOfFilter extends Error {}

/**
 * Adds the condition of one filter.
 * @throws RuleError E_LIST_PARAMETER naming the parameter when the value is not of this filter
 */
export function applyFilter(
  query: ListQuery,
  key: string,
  filter: FilterDeclaration,
  value: string,
  scope: Scope
) {
  try {
    apply(query, filter, value, scope)
  } catch (error) {
    if (!(error instanceof NotOfFilter)) throw error
    throw new RuleError('E_LIST_PARAMETER', `"${value}" is not a choice of "${key}".`, {
      field: key,
      next: error.message,
    })
  }
}

function apply(query: ListQuery, filter: FilterDeclaration, value: string, scope: Scope) {
  if (filter.kind === undefined) return filter.apply(query, value, scope)
  const not = value.startsWith('!')
  const asked = not ? value.slice(1) : value
  if (filter.kind === 'choice') return byChoice(query, filter, asked.split(','), not, scope)
  if (filter.kind === 'date') return byDate(query, filter, asked, not, scope)
  if (filter.kind === 'money') return byMoney(query, filter, asked, not)
  if (!UUID.test(asked)) throw new NotOfFilter('Name the id of a record.')
  byValues(query, filter.column, [asked], not)
}

function byChoice(
  query: ListQuery,
  filter: ChoiceFilter,
  choices: string[],
  not: boolean,
  scope: Scope
) {
  const { column, options, of = 'text', means } = filter
  const fixed = typeof options === 'function' ? null : options.map(({ value }) => value)
  const values = choices.map((choice) => {
    const meaning = means?.(choice, scope)
    const known = meaning !== undefined || (fixed ? fixed.includes(choice) : of === 'text')
    if (!known && !(of === 'id' && UUID.test(choice))) {
      throw new NotOfFilter(
        fixed ? `Use some of: ${fixed.join(', ')}.` : 'Choose one of the list, or an id.'
      )
    }
    return meaning ?? [choice]
  })
  if (choices.length > MOST) throw new NotOfFilter(`Name ${MOST} values at the most.`)
  if (values.includes('any')) {
    if (not) query.whereRaw('false')
    return
  }
  byValues(query, column, (values as (string | null)[][]).flat(), not)
}

function byValues(
  query: ListQuery,
  column: string,
  values: readonly (string | null)[],
  not: boolean
) {
  const given = values.filter((value) => value !== null)
  const empty = given.length < values.length
  query.where((either) => {
    if (not) {
      if (given.length > 0) either.whereNotIn(column, given)
      if (empty) either.whereNotNull(column)
      else either.orWhereNull(column)
    } else {
      if (given.length > 0) either.whereIn(column, given)
      if (empty) either.orWhereNull(column)
    }
  })
}

function byDate(
  query: ListQuery,
  { column, of = 'instant' }: DateFilter,
  asked: string,
  not: boolean,
  scope: Scope
) {
  if (asked === EMPTY) {
    if (not) query.whereNotNull(column)
    else query.whereNull(column)
    return
  }
  const { financialYearStart, timezone } = scope.organisation
  const preset = presetRange(asked, scope.today(), financialYearStart)
  const [from, to] = preset ? [preset.from, preset.to] : ends(asked)
  for (const day of [from, to]) {
    if (day !== '' && !isBusinessDate(day)) {
      throw new NotOfFilter(
        `Use one of: ${DATE_PRESET_NAMES.join(', ')}; or days: 2026-04-01..2026-04-30.`
      )
    }
  }
  const instant = (day: string) => DateTime.fromISO(day, { zone: timezone }).toUTC().toISO()!
  const bound = of === 'date' ? (day: string) => day : instant
  const cast = of === 'date' ? 'date' : 'timestamptz'
  between(query, column, not, [
    from && ['>=', bound(from), cast],
    to && ['<', bound(addDays(to, 1)), cast],
  ])
}

function byMoney(query: ListQuery, { column }: MoneyFilter, asked: string, not: boolean) {
  const [from, to] = ends(asked)
  for (const amount of [from, to]) {
    if (amount !== '' && !PAISE.test(amount)) {
      throw new NotOfFilter('Write amounts in paise: 100000..250000.')
    }
  }
  between(query, column, not, [from && ['>=', from, 'bigint'], to && ['<=', to, 'bigint']])
}

function ends(asked: string): [string, string] {
  const [from, to = from] = asked.split('..', 2)
  if (from === '' && to === '') throw new NotOfFilter('Name one end at least.')
  return [from, to]
}

function between(
  query: ListQuery,
  column: string,
  not: boolean,
  bounds: ('' | [sign: string, value: string, cast: string])[]
) {
  const given = bounds.filter((bound) => bound !== '')
  const sql = given.map(([sign, , cast]) => `${column} ${sign} ?::${cast}`).join(' and ')
  query.whereRaw(
    not ? `not coalesce((${sql}), false)` : `(${sql})`,
    given.map(([, value]) => value)
  )
}

/**
 * The filters as the bar offers them, in the words of `owner`, the module of the list. A record is named by links
 * alone.
 */
export async function offeredFilters(
  scope: Scope,
  owner: string,
  filters: Record<string, FilterDeclaration>
): Promise<ListFilter[]> {
  const shown = Object.entries(filters).filter(([, { kind }]) => kind !== 'record')
  return Promise.all(
    shown.map(async ([key, filter]) => {
      const { kind } = filter
      const typed = { key, label: labelIn(scope.language, owner, filter.label) }
      if (kind === 'date') {
        const input = { ...typed, kind: 'date' as const }
        return { ...typed, kind, options: [], input, range: true, presets: [...DATE_PRESET_NAMES] }
      }
      if (kind === 'money') {
        const input = { ...typed, kind: 'money' as const }
        return { ...typed, kind, options: [], input, range: true }
      }
      const options = await choicesOf(scope, owner, (filter as { options: FilterOptions }).options)
      return { ...typed, options, ...(kind === 'choice' && { kind }) }
    })
  )
}

/** Choices in the language of the reader; those that stand for a record keep its name. */
async function choicesOf(scope: Scope, owner: string, options: FilterOptions) {
  const choices = typeof options === 'function' ? await options(scope) : options
  return choices.map(({ value, label }) => ({
    value,
    label: UUID.test(value) ? label : labelIn(scope.language, owner, label),
  }))
}
