import { usePage } from '@inertiajs/vue3'
import { computed, type ComputedRef } from 'vue'
import { useShared } from './use_shared.ts'
import { useText } from './use_text.ts'

/**
 * Why the reader can change nothing here: they see Karkhana as another role, or look in for a partner; else nothing.
 * Their own account they can change all the same.
 */
export function useOnlyLooking(): ComputedRef<string | undefined> {
  const shared = useShared()
  const page = usePage()
  const text = useText('kernel')
  return computed(() => {
    const { readOnly } = shared.value
    if (!readOnly || /^\/(account|join)\b/.test(page.url)) return undefined
    return text(`ui.only_looking.${readOnly}`)
  })
}
