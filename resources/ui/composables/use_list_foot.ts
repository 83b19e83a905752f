import { computed, onMounted, ref, watch } from 'vue'
import type { ListPage } from '@karkhana/kernel/pages'
import { formatDecimal } from '../format/money.ts'
import { ask } from './ask.ts'
import { listQuery } from './list_query.ts'

/**
 * How many rows there are: known when the last page is there, else asked for once the page stands. Up to 1,00,000 it is
 * exact.
 */
export function useListFoot<Row extends object>(
  state: { rows: { value: Row[] }; cursor: { value: string | null } },
  list: () => ListPage<Row>,
  on: () => boolean
) {
  const counted = ref<{ count: number; more: boolean } | null>(null)
  let asked = ''

  async function count() {
    const { named, query } = list()
    const of = `${named?.name}?${listQuery(query)}`
    if (!named || !on() || state.cursor.value === null || of === asked) return
    asked = of
    try {
      const answer = await ask<{ count: number; more: boolean }>(
        `/lists/${named.name}/count?${listQuery(query)}`
      )
      if (of === asked) counted.value = answer
    } catch {
      // The foot says «there are more» instead: a count is a comfort, not a duty.
      asked = ''
    }
  }
  onMounted(() => void count())
  watch(
    () => listQuery(list().query),
    () => {
      counted.value = null
      asked = ''
      void count()
    }
  )

  const whole = computed(() => (state.cursor.value === null ? state.rows.value.length : null))
  return {
    /** Rows in all; -1 while unknown. */
    total: computed(() => whole.value ?? (counted.value?.more ? -1 : (counted.value?.count ?? -1))),
    /** The same in words: «12,345», «1,00,000+»; empty while unknown. */
    totalText: computed(() => {
      if (whole.value !== null) return formatDecimal(String(whole.value))
      const { count: rows, more } = counted.value ?? {}
      return rows === undefined ? '' : `${formatDecimal(String(rows))}${more ? '+' : ''}`
    }),
  }
}
