/**
 * What the theme changes in Nuxt UI's own components. Colours themselves are CSS variables in
 * `styles/theme.css`; here are only the names and the shapes.
 */
export const nuxtUiTheme = {
  colors: {
    primary: 'red',
    secondary: 'zinc',
    neutral: 'zinc',
    success: 'emerald',
    info: 'sky',
    warning: 'amber',
    error: 'red',
  },
  modal: {
    slots: {
      overlay: 'z-40 bg-black/60',
      content: 'z-50',
      title: 'font-heading text-xl font-semibold text-highlighted',
      footer: 'flex flex-wrap items-center justify-end gap-2 p-4 sm:px-6',
      close: 'absolute top-3 end-3 min-h-11 min-w-11 justify-center',
    },
    variants: { overlay: { true: { overlay: 'bg-black/60' } } },
  },
  slideover: {
    slots: {
      overlay: 'z-40 bg-black/60',
      content: 'z-50',
      title: 'font-heading text-xl font-semibold text-highlighted',
    },
    variants: { overlay: { true: { overlay: 'bg-black/60' } } },
  },
  dropdownMenu: {
    slots: {
      content: 'min-w-56 max-w-[calc(100vw-1rem)] z-50',
      item: 'min-h-11 lg:min-h-9 items-center cursor-pointer',
    },
  },
  toast: {
    slots: { root: 'k-toast', close: 'min-h-11 min-w-11 -m-3 justify-center' },
  },
} as const
