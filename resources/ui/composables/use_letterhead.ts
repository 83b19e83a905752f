import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

/**
 * The pages of a letterhead as pictures, to lay under a paper on the screen. What draws them is fetched when there is
 * one. `failed` where it cannot be shown: the paper is printed over it all the same.
 */
export function useLetterhead(href: Ref<string | null>) {
  const pictures = ref<string[]>([])
  const failed = ref(false)

  function letGo() {
    for (const url of pictures.value) URL.revokeObjectURL(url)
    pictures.value = []
  }
  async function load(address: string | null) {
    failed.value = false
    if (!address) return letGo()
    try {
      const { pdfPictures } = await import('./pdf_pictures.ts')
      const drawn = await pdfPictures(address)
      if (address !== href.value) return drawn.forEach((url) => URL.revokeObjectURL(url))
      letGo()
      pictures.value = drawn
    } catch {
      if (address !== href.value) return
      letGo()
      failed.value = true
    }
  }
  watch(href, (address) => void load(address), { immediate: true })
  onBeforeUnmount(() => {
    href.value = null
    letGo()
  })
  return { pictures, failed }
}
