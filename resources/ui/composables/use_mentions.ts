import { computed, nextTick, ref, type Ref } from 'vue'
import { ask } from './ask.ts'
import { recordPath, type RecordName } from './use_timeline.ts'

/** Somebody who can be named in a comment. */
export interface Mentionable {
  id: string
  label: string
}

/** `@` and what was typed behind it, up to the caret. */
const MENTION = /(?:^|\s)@([\p{L}\p{M}.’' ]{0,30})$/u
const SHOWN = 6

/**
 * Naming people while writing: a list opens behind `@`, arrows point, Enter and Tab take, Esc closes it. `body` is the
 * text of `box`.
 */
export function useMentions(
  record: () => RecordName,
  body: Ref<string>,
  box: Ref<HTMLTextAreaElement | undefined>
) {
  const people = ref<Mentionable[] | null>(null)
  const typed = ref<string | null>(null)
  const pointed = ref(0)
  const options = computed(() => {
    if (typed.value === null) return []
    const wanted = typed.value.toLocaleLowerCase()
    return (people.value ?? [])
      .filter(({ label }) =>
        [label, ...label.split(' ')].some((part) => part.toLocaleLowerCase().startsWith(wanted))
      )
      .slice(0, SHOWN)
  })
  const open = computed(() => options.value.length > 0)

  async function look() {
    const caret = box.value?.selectionStart ?? body.value.length
    typed.value = MENTION.exec(body.value.slice(0, caret))?.[1] ?? null
    pointed.value = 0
    if (typed.value !== null) {
      // nobody can be offered without an answer; the text itself goes on
      people.value ??= await ask<Mentionable[]>(`${recordPath(record())}/people`).catch(() => null)
    }
  }

  function take(option: Mentionable | undefined) {
    if (!option || typed.value === null) return
    const caret = box.value?.selectionStart ?? body.value.length
    const start = caret - typed.value.length
    body.value = `${body.value.slice(0, start)}${option.label} ${body.value.slice(caret)}`
    typed.value = null
    const place = start + option.label.length + 1
    // before the next key: people type on at once
    void nextTick(() => {
      box.value?.focus()
      box.value?.setSelectionRange(place, place)
    })
  }

  /** @returns whether the key was meant for the list */
  function key(event: KeyboardEvent): boolean {
    if (!open.value || event.ctrlKey || event.metaKey) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      pointed.value = (pointed.value + step + options.value.length) % options.value.length
    } else if (event.key === 'Enter' || event.key === 'Tab') take(options.value[pointed.value])
    else if (event.key === 'Escape') typed.value = null
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  /** Ids of the people whom the text names. */
  const named = (known: { id: string; name: string }[] = []) => [
    ...new Set(
      [...known.map(({ id, name }) => ({ id, label: name })), ...(people.value ?? [])]
        .filter(({ label }) => body.value.includes(`@${label}`))
        .map(({ id }) => id)
    ),
  ]

  return { options, open, pointed, look, take, key, named, close: () => (typed.value = null) }
}
