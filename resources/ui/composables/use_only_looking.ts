import { computed, type ComputedRef } from 'vue'
import { useShared } from './use_shared.ts'
import { useText } from './use_text.ts'

/** Why the reader can change nothing: they see Karkhana as another role, or look in for a partner; else nothing. */
export function useOnlyLooking(): ComputedRef<string | undefined> {
  const shared = useShared()
  const text = useText('kernel')
  return computed(() => {
    const { readOnly } = shared.value
    return readOnly ? text(`ui.only_looking.${readOnly}`) : undefined
  })
}
