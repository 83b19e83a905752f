import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/**
 * Whether the page is being printed. Long lists draw all their rows then, and cards become a table; the browser waits
 * for it.
 */
export function usePrinting(): Readonly<Ref<boolean>> {
  const printing = ref(false)
  let paper: MediaQueryList | undefined
  const begin = () => (printing.value = true)
  const end = () => (printing.value = false)
  const change = ({ matches }: { matches: boolean }) => (printing.value = matches)
  onMounted(() => {
    paper = window.matchMedia('print')
    change(paper)
    paper.addEventListener('change', change)
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
  })
  onBeforeUnmount(() => {
    paper?.removeEventListener('change', change)
    window.removeEventListener('beforeprint', begin)
    window.removeEventListener('afterprint', end)
  })
  return printing
}
