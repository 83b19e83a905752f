/** Pages whose words stand, besides in the area of their folder, in others: the beginning of their names. */
const MORE: Record<string, readonly string[]> = {
  'account/email_confirm': ['auth'],
  'account/preferences': ['settings'],
  'partner/': ['access', 'modules'],
  'partner/organisations/show': ['files'],
  'settings/ai': ['ai'],
  'settings/api_reference': ['programs'],
  'settings/audit': ['audit'],
  'settings/data': ['data'],
  'settings/files': ['files'],
  'settings/invitation': ['members'],
  'settings/job': ['jobs'],
  'settings/members': ['members'],
  'settings/message': ['messages'],
  'settings/module': ['modules'],
  'settings/notifications': ['account'],
  'settings/partner_access': ['access'],
  'settings/payment_details': ['documents'],
  'settings/role': ['roles'],
  'settings/service_accounts': ['programs'],
  'settings/services': ['services'],
  'settings/suppressions': ['messages'],
  'settings/tokens': ['programs'],
  'settings/webhook': ['webhooks'],
}

/** The areas of texts, folders of `resources/lang`, that a page of the kernel is read with. */
export function areasOf(page: string): string[] {
  const more = Object.keys(MORE).filter((beginning) => page.startsWith(beginning))
  return [page.split('/')[0], ...more.flatMap((beginning) => MORE[beginning])]
}
