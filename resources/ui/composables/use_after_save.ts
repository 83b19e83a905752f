import { computed, ref } from 'vue'
import { useShared } from './use_shared.ts'

/** Where the reader may go after saving; an address for each way that there is. */
export interface AfterSave {
  /** Back to the list. */
  close?: string
  /** An empty form for another record. */
  new?: string
  /** The next record of the list the reader came from. */
  next?: string | null
}

/** `open` is where the server leads by itself, mostly the record. */
export type AfterChoice = 'open' | keyof AfterSave

/** The header that names the address; the server follows it when the record is saved. */
const HEADER = 'X-After-Save'

/** One choice for all records of a form: ids do not count. */
const formName = (action: string) =>
  action.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\/:id$/, '')

/**
 * What happens after saving, chosen once per form and remembered for this person on this device:
 * open the record, go back to the list, begin another, go to the next.
 */
export function useAfterSave(ways: () => AfterSave | undefined, action: () => string) {
  const shared = useShared()
  const place = () => `karkhana:after-save:${shared.value.user?.id}:${formName(action())}`
  const kept = ref(localStorage.getItem(place()))

  const choices = computed<AfterChoice[]>(() => {
    const given = ways() ?? {}
    const order: (keyof AfterSave)[] = ['close', 'new', 'next']
    return ['open', ...order.filter((choice) => given[choice])]
  })
  const chosen = computed<AfterChoice>(
    () => choices.value.find((choice) => choice === kept.value) ?? 'open'
  )
  const target = () => (chosen.value === 'open' ? null : ways()?.[chosen.value])

  return {
    choices,
    chosen,
    choose: (choice: AfterChoice) => {
      kept.value = choice
      localStorage.setItem(place(), choice)
    },
    /** For the request that saves. */
    headers: (): Record<string, string> => {
      const to = target()
      return to ? { [HEADER]: to } : {}
    },
    /** Whether the same page follows with another record, and must forget what it held. */
    startsAnew: () => chosen.value === 'new' || chosen.value === 'next',
  }
}
