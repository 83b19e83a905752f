import type { MenuItem } from '../http/page_types.ts'
import type { PartnerScope } from './partner_scope.ts'

/** The navigation of a partner's pages. */
export function partnerMenu(partner: PartnerScope): MenuItem[] {
  const mayManage = partner.can('partner.manage')
  return [
    {
      ...entry('organisations', 'Organisations', 'i-lucide-building-2', 10),
      phone: true,
      ...(mayManage && {
        createHref: '/partner/organisations/create',
        createLabel: 'New organisation',
      }),
    },
    {
      ...entry('plans', 'Plans', 'i-lucide-layers', 20),
      phone: true,
      ...(mayManage && { createHref: '/partner/plans/create', createLabel: 'New plan' }),
    },
    entry('brand', 'Brand', 'i-lucide-palette', 30),
    { ...entry('members', 'People', 'i-lucide-users-round', 40), phone: true },
  ]
}

function entry(id: string, label: string, icon: string, order: number): MenuItem {
  return {
    id: `partner.${id}`,
    module: 'kernel',
    label,
    href: `/partner/${id}`,
    icon,
    section: 'Partner',
    order,
  }
}
