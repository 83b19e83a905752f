import { computed } from 'vue'
import type { ListColumn, ListPage } from '@karkhana/kernel/pages'
import type { KColumn } from '../types.ts'
import { customColumns } from './custom_fields.ts'
import type { Texts } from './use_text.ts'

/** Columns of the page first, then those that the list declares and the page does not draw, then the organisation's own. */
export function useListColumns<Row extends object>(
  ofPage: () => KColumn<Row>[] | undefined,
  list: () => ListPage<Row>,
  text: Texts
) {
  const worded = ({ label, statuses, ...rest }: ListColumn): KColumn<Row> => ({
    ...rest,
    label: text.label(label),
    ...(statuses && { statuses: text.labels(statuses) }),
  })
  return computed<KColumn<Row>[]>(() => {
    const { named, customFields = [] } = list()
    const drawn = ofPage() ?? []
    const known = new Set(drawn.map(({ key }) => key))
    const declared = (named?.columns ?? []).filter(({ key }) => !known.has(key)).map(worded)
    return [...drawn, ...declared, ...customColumns<Row>(customFields)]
  })
}
