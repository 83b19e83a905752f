import type { KAction, Texts } from '@karkhana/ui'
import type { ModuleChange, ModuleRow } from './types.ts'

/** What the reader may begin with a module. */
export interface Begin {
  change: (to: ModuleChange) => void
  purge: () => void
  mayPurge: boolean
  mayExport: boolean
}

/** The actions of one module in the settings, by its state; the first one is its button in the list. */
export function moduleActions(module: ModuleRow, begin: Begin, text: Texts): KAction[] {
  const { state, entitled, outOfOrder, installed } = module
  if (!installed) return []
  const outside = entitled ? undefined : text('modules.ask_partner')
  const hasData = state === 'enabled' || state === 'paused' || state === 'archived'
  return [
    {
      label: text('modules.verb.paused'),
      icon: 'i-lucide-power-off',
      onSelect: () => begin.change('paused'),
      when: state === 'enabled',
    },
    {
      label: text('modules.verb.enabled'),
      icon: 'i-lucide-power',
      onSelect: () => begin.change('enabled'),
      disabledReason: outside ?? (outOfOrder ? text('modules.is_broken') : undefined),
      when: state !== 'enabled',
    },
    {
      label: text('modules.verb.settings'),
      icon: 'i-lucide-sliders-horizontal',
      href: module.settingsHref ?? undefined,
      when: Boolean(module.settingsHref),
    },
    {
      label: text('modules.verb.archived'),
      icon: 'i-lucide-archive',
      onSelect: () => begin.change('archived'),
      when: (state === 'enabled' || state === 'paused') && entitled,
    },
    {
      label: text('modules.verb.export'),
      icon: 'i-lucide-download',
      href: '/settings/data',
      when: hasData && begin.mayExport,
    },
    {
      label: text('modules.verb.purge'),
      icon: 'i-lucide-eraser',
      tone: 'danger',
      onSelect: begin.purge,
      when: hasData && begin.mayPurge,
    },
  ]
}
