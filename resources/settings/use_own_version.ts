import { watch } from 'vue'

/**
 * Lets a form go on after a change that its own page made beside it, such as a new logo: the record's version rose by
 * one and the form's was the one before. A change of somebody else in between leaves it behind, so that saving tells.
 */
export function useOwnVersion(version: () => number | undefined, form: { version?: number }) {
  watch(version, (now, before) => {
    if (now !== undefined && before === form.version && now === (before ?? 0) + 1) {
      form.version = now
    }
  })
}
