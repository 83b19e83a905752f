import type { ListFilter } from '@karkhana/kernel/pages'
import { fieldText } from './custom_fields.ts'
import type { Texts } from './use_text.ts'

/** What a filter is set to, in words: «not P1, P2», «from 10 to 20», «this month». */
export function listFilterText(
  filter: ListFilter,
  chosen: string,
  text: Texts,
  label: (english: string) => string
): string {
  const not = Boolean(filter.kind) && chosen.startsWith('!')
  const value = not ? chosen.slice(1) : chosen
  const words = said(filter, value, text, label)
  return not ? text('list.not', { what: words }) : words
}

function said(
  { options, input, range, presets, kind }: ListFilter,
  value: string,
  text: Texts,
  label: (english: string) => string
): string {
  if (!input) {
    const values = kind === 'choice' ? value.split(',') : [value]
    return values
      .map((each) => {
        const option = options.find((choice) => choice.value === each)
        return option ? label(option.label) : each
      })
      .join(', ')
  }
  if (value === '-') return text('list.not_filled_in')
  if (presets?.includes(value)) return text(`list.date.${value}`)
  const [first = '', last] = range ? value.split('..') : [value]
  const shown = (each: string) => fieldText(input, each) ?? each
  if (last === undefined) return shown(first)
  if (first === '') return text('list.up_to', { to: shown(last) })
  return last === ''
    ? text('list.from_on', { from: shown(first) })
    : text('list.from_to', { from: shown(first), to: shown(last) })
}
