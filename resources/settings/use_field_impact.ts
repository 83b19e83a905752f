import { csrfToken } from '@karkhana/ui'
import { useDebounceFn } from '@vueuse/core'
import { ref, watch } from 'vue'

/** What a change would mean for the records that are there. */
export interface FieldImpact {
  refused: { field: string; message: string; next: string }[]
  notices: string[]
}

/** Asks the server while a field is being changed; the newest question only. */
export function useFieldImpact(id: string | undefined, values: () => object) {
  const impact = ref<FieldImpact>({ refused: [], notices: [] })
  let asked = 0
  async function ask() {
    if (!id) return
    const turn = ++asked
    const response = await fetch(`/settings/custom-fields/${id}/impact`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Accept': 'application/json',
        'Content-Type': 'application/json',
        'X-XSRF-TOKEN': csrfToken(),
      },
      body: JSON.stringify(values()),
    }).catch(() => null)
    if (turn !== asked) return
    // What is not complete yet has no consequences; saving it tells what is wrong.
    impact.value = response?.ok
      ? ((await response.json()) as { data: FieldImpact }).data
      : { refused: [], notices: [] }
  }
  watch(values, useDebounceFn(ask, 300), { deep: true })
  return impact
}
