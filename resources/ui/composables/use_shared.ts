import { usePage } from '@inertiajs/vue3'
import { computed, type ComputedRef } from 'vue'
import type { SharedProps } from '@karkhana/kernel/pages'

/** What every page receives besides its own props, reactive over visits. */
export function useShared(): ComputedRef<SharedProps> {
  const page = usePage()
  return computed(() => {
    const { shared, flash, errors } = page.props as unknown as SharedProps & { shared: SharedProps }
    return { ...shared, flash, errors }
  })
}

/** The organisation's time zone; the first market's when nobody is signed in. */
export function useZone(): ComputedRef<string> {
  const shared = useShared()
  return computed(() => shared.value.organisation?.timezone ?? 'Asia/Kolkata')
}
