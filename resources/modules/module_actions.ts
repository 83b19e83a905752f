import type { KAction } from '@karkhana/ui'
import type { ModuleChange, ModuleRow } from './types.ts'

/** What the reader may begin with a module. */
export interface Begin {
  change: (to: ModuleChange) => void
  purge: () => void
  mayPurge: boolean
  mayExport: boolean
}

/** The actions of one module in the settings, by its state; the first one is its button in the list. */
export function moduleActions(module: ModuleRow, begin: Begin): KAction[] {
  const { state, entitled, outOfOrder, installed } = module
  if (!installed) return []
  const outside = entitled ? undefined : 'Not in your plan. Ask your partner to add it.'
  const hasData = state === 'enabled' || state === 'paused' || state === 'archived'
  return [
    {
      label: 'Switch off',
      icon: 'i-lucide-power-off',
      onSelect: () => begin.change('paused'),
      when: state === 'enabled',
    },
    {
      label: 'Switch on',
      icon: 'i-lucide-power',
      onSelect: () => begin.change('enabled'),
      disabledReason: outside ?? (outOfOrder ? 'It is out of order.' : undefined),
      when: state !== 'enabled',
    },
    {
      label: 'Settings',
      icon: 'i-lucide-sliders-horizontal',
      href: module.settingsHref ?? undefined,
      when: Boolean(module.settingsHref),
    },
    {
      label: 'Archive',
      icon: 'i-lucide-archive',
      onSelect: () => begin.change('archived'),
      when: (state === 'enabled' || state === 'paused') && entitled,
    },
    {
      label: 'Export the data',
      icon: 'i-lucide-download',
      href: '/settings/data',
      when: hasData && begin.mayExport,
    },
    {
      label: 'Delete the data',
      icon: 'i-lucide-eraser',
      tone: 'danger',
      onSelect: begin.purge,
      when: hasData && begin.mayPurge,
    },
  ]
}
