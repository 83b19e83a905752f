import { computed, onBeforeUnmount, shallowReactive } from 'vue'
import type { KAction } from '../types.ts'

const offers = shallowReactive(new Set<() => KAction[]>())

/**
 * Offers actions on what the page shows to the command palette, while the component is there. `KActions` does it for
 * its own; this is for pages that show their actions in another way.
 */
export function usePageActions(actions: () => KAction[]): void {
  offers.add(actions)
  onBeforeUnmount(() => offers.delete(actions))
}

/** What can be done on the open page now; without what is off. For the shell. */
export function pageActions() {
  return computed(() =>
    [...offers]
      .flatMap((actions) => actions())
      .filter(({ when, disabledReason, loading }) => when !== false && !disabledReason && !loading)
  )
}
