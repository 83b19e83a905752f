import { useToast } from '@nuxt/ui/composables/useToast'
import { ref } from 'vue'
import type { FieldValue, NamedListProps } from '@karkhana/kernel/pages'
import { ask } from './ask.ts'
import { useText } from './use_text.ts'
import { useUndo } from './use_undo.ts'

interface Editing<Row> {
  named: () => NamedListProps | undefined
  keyOf: (row: Row) => string
  /** The row as it is shown now. */
  current: (key: string) => Row | undefined
  put: (rows: Row[]) => void
  refresh: (keys: string[]) => Promise<void>
}

/**
 * Changes a field of a row in its list. The row shows the new value at once; when the server refuses, the old one is
 * back and the reason is told. For 8 seconds it can be undone.
 */
export function useListEdit<Row extends object>({
  named,
  keyOf,
  current,
  put,
  refresh,
}: Editing<Row>) {
  const toast = useToast()
  const text = useText('kernel')
  const undoable = useUndo()
  /** `row column` of what is on its way. */
  const saving = ref(new Set<string>())

  const fieldOf = (column: string) => named()?.edits[column]?.field
  const sourceOf = (column: string) => named()?.edits[column]?.from ?? column
  const valueOf = (row: Row, column: string): FieldValue =>
    (row as Record<string, FieldValue>)[sourceOf(column)] ?? null

  async function write(row: Row, column: string, value: FieldValue): Promise<Row | null> {
    const { version } = row as { version?: number }
    return ask<Row | null>(`/lists/${named()!.name}/rows/${keyOf(row)}`, {
      method: 'PUT',
      body: { field: column, value, version },
    })
  }

  async function change(row: Row, column: string, value: FieldValue): Promise<void> {
    const before = valueOf(row, column)
    const field = fieldOf(column)
    const key = keyOf(row)
    if (!field || before === value) return
    const mark = `${key} ${column}`
    saving.value = new Set([...saving.value, mark])
    put([{ ...row, [sourceOf(column)]: value, ...shownAs(column, value) }])
    try {
      const saved = await write(row, column, value)
      if (saved) put([saved])
      undoable(text('list.changed', { field: field.label }), async () => {
        const now = current(key)
        if (!now) return
        const back = await write(now, column, before)
        if (back) put([back])
      })
    } catch (error) {
      put([row])
      toast.add({
        title: text('list.not_changed', { field: field.label }),
        description: (error as Error).message,
        color: 'error',
        icon: 'i-lucide-octagon-alert',
        duration: 0,
      })
      // Somebody else may have been quicker: the row shows what is there now.
      await refresh([key]).catch(() => undefined)
    } finally {
      const rest = new Set(saving.value)
      rest.delete(mark)
      saving.value = rest
    }
  }

  /** What the cell shows before the server has answered, where it shows a label instead of the value. */
  function shownAs(column: string, value: FieldValue) {
    if (sourceOf(column) === column) return {}
    const chosen = fieldOf(column)?.options?.find((option) => option.value === value)
    return { [column]: chosen?.label ?? value }
  }

  return {
    change,
    valueOf,
    fieldOf,
    isSaving: (row: Row, column: string) => saving.value.has(`${keyOf(row)} ${column}`),
  }
}
