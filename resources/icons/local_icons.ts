import { defineComponent, h, type PropType } from 'vue'

/** Drawing of one icon, as the collections store it. */
interface IconDrawing {
  body: string
  width?: number
  height?: number
}

/**
 * Stands in for `@iconify/vue` (see the alias in `vite.config.ts`): draws the bundled icons and
 * has no loader at all, so that no icon is ever asked for over the network.
 */
const drawings = new Map<string, IconDrawing>()
const key = (name: string) => name.replace(/^i-/, '').replace(':', '-')

/** Registers a drawing under its collection name, `lucide:wrench`. */
export function addIcon(name: string, drawing: IconDrawing): void {
  drawings.set(key(name), drawing)
}

/** Whether the build bundled the icon. */
export function iconLoaded(name: string): boolean {
  return drawings.has(key(name))
}

/** Draws a bundled icon; one that the build did not see is drawn as a plain dot. */
export const Icon = defineComponent({
  name: 'LocalIcon',
  inheritAttrs: false,
  props: {
    icon: { type: String, default: '' },
    width: { type: [String, Number] as PropType<string | number>, default: '1em' },
    height: { type: [String, Number] as PropType<string | number>, default: '1em' },
    mode: { type: String, default: undefined },
    customise: { type: Function, default: undefined },
    ssr: { type: Boolean, default: false },
  },
  setup(props, { attrs }) {
    const dot: IconDrawing = { body: '<circle cx="12" cy="12" r="3" fill="currentColor"/>' }
    return () => {
      const drawing = drawings.get(key(props.icon)) ?? dot
      return h('svg', {
        'xmlns': 'http://www.w3.org/2000/svg',
        'viewBox': `0 0 ${drawing.width ?? 24} ${drawing.height ?? 24}`,
        'width': props.width,
        'height': props.height,
        'aria-hidden': 'true',
        'role': 'img',
        'innerHTML': drawing.body,
        ...attrs,
      })
    }
  },
})
