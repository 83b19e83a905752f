import type { ModuleManifest } from '../modules/define.ts'

/** Navigation entries of the kernel itself. */
export const KERNEL_MENU: ModuleManifest['menu'] = [
  {
    id: 'kernel.home',
    label: 'Home',
    href: '/',
    icon: 'i-lucide-layout-dashboard',
    section: 'Workshop',
    order: 0,
    permission: 'kernel.home.view',
  },
  {
    id: 'kernel.organisation',
    label: 'Organisation',
    href: '/settings/organisation',
    icon: 'i-lucide-building-2',
    section: 'Settings',
    order: 900,
    permission: 'kernel.settings.view',
  },
  {
    id: 'kernel.branches',
    label: 'Branches',
    href: '/settings/branches',
    icon: 'i-lucide-map-pin',
    section: 'Settings',
    order: 910,
    permission: 'kernel.branch.manage',
  },
  {
    id: 'kernel.members',
    label: 'Members',
    href: '/settings/members',
    icon: 'i-lucide-users-round',
    section: 'Settings',
    order: 920,
    permission: 'kernel.member.manage',
  },
  {
    id: 'kernel.modules',
    label: 'Modules',
    href: '/settings/modules',
    icon: 'i-lucide-blocks',
    section: 'Settings',
    order: 930,
    permission: 'kernel.module.switch',
  },
  {
    id: 'kernel.tokens',
    label: 'API tokens',
    href: '/settings/tokens',
    icon: 'i-lucide-key-round',
    section: 'Settings',
    order: 940,
    permission: 'kernel.token.manage',
  },
]
