import { useToast } from '@nuxt/ui/composables/useToast'
import type { KAction } from '../types.ts'
import { useText } from './use_text.ts'

/**
 * Ways to hand on the address of a page: the share sheet of the device where it has one, the clipboard, e-mail, paper.
 * Whoever opens the link needs a sign-in of their own; it gives nothing away.
 */
export function useShare(title: () => string) {
  const toast = useToast()
  const text = useText('kernel')
  const address = () => window.location.href.split('#')[0]!

  async function copy() {
    await navigator.clipboard.writeText(address())
    toast.add({ title: text('record.share.copied'), color: 'success', icon: 'i-lucide-link' })
  }

  async function share() {
    try {
      await navigator.share({ title: title(), url: address() })
    } catch (error) {
      // closed without a choice
      if ((error as Error).name !== 'AbortError') throw error
    }
  }

  function mail() {
    const subject = encodeURIComponent(title())
    window.location.href = `mailto:?subject=${subject}&body=${encodeURIComponent(address())}`
  }

  return (): KAction[] => [
    {
      label: text('record.share.share'),
      icon: 'i-lucide-share-2',
      onSelect: () => void share(),
      reads: true,
      when: 'share' in navigator,
    },
    {
      label: text('record.share.copy'),
      icon: 'i-lucide-link',
      onSelect: () => void copy(),
      reads: true,
    },
    { label: text('record.share.mail'), icon: 'i-lucide-mail', onSelect: mail, reads: true },
    {
      label: text('record.share.print'),
      icon: 'i-lucide-printer',
      onSelect: () => window.print(),
      reads: true,
    },
  ]
}
