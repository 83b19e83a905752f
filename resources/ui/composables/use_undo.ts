import { useToast } from '@nuxt/ui/composables/useToast'
import { useText } from './use_text.ts'

/** Milliseconds in which something can be taken back. */
export const UNDO_MS = 8000

/**
 * Tells that something was done and offers to take it back for 8 seconds: `const undoable = useUndo()`, then
 * `undoable('Comment deleted', () => restore())`. What the way back fails with is shown.
 */
export function useUndo() {
  const toast = useToast()
  const text = useText('kernel')
  return (title: string, undo: () => Promise<unknown>) => {
    toast.add({
      title,
      icon: 'i-lucide-circle-check',
      color: 'success',
      duration: UNDO_MS,
      actions: [
        {
          label: text('record.undo'),
          icon: 'i-lucide-undo-2',
          color: 'neutral',
          variant: 'outline',
          onClick: () => {
            undo().catch((error: Error) => {
              toast.add({ title: error.message, color: 'error', icon: 'i-lucide-octagon-alert' })
            })
          },
        },
      ],
    })
  }
}
