/** Tables of the kernel in the words of readers; those of modules are named by their nouns. */
const TABLES: Record<string, string> = {
  attachments: 'Attachment',
  branch_holidays: 'Branch holiday',
  bulk_runs: 'Bulk run',
  comments: 'Comment',
  custom_fields: 'Custom field',
  data_erasures: 'Data erasure',
  data_exports: 'Data export',
  event_deliveries: 'Event delivery',
  home_arrangements: 'Home arrangement',
  import_mappings: 'Import mapping',
  document_looks: 'Document look',
  imports: 'Import',
  letterheads: 'Letterhead',
  list_views: 'List view',
  module_purges: 'Module purge',
  module_tombstones: 'Module tombstone',
  notification_defaults: 'Notification default',
  number_formats: 'Number format',
  payment_details: 'Payment detail',
  runs: 'Run',
  sample_records: 'Sample record',
  schedule_runs: 'Schedule run',
  webhook_deliveries: 'Webhook delivery',
  webhook_endpoints: 'Webhook endpoint',
  organisations: 'Organisation',
  memberships: 'Member',
  organisation_modules: 'Module',
  organisation_secrets: 'Connection',
  branches: 'Branch',
  roles: 'Role',
  invitations: 'Invitation',
  invitation_uses: 'Invitation accepted',
  number_series: 'Number counter',
  jobs: 'Job',
  module_settings: 'Module settings',
  user_module_settings: 'Preferences',
  organisation_drivers: 'Service',
  ai_settings: 'AI settings',
  messages: 'Message',
  message_suppressions: 'Address held back',
  message_templates: 'Words of a message',
  partner_access: 'Partner access',
  public_links: 'Link for a customer',
  slot_faults: 'Fault of a module',
  partner_views: 'Partner view',
}

/** Words that are written in their own way. */
const WORDS: Record<string, string> = {
  id: 'ID',
  ip: 'IP',
  gst: 'GST',
  gstin: 'GSTIN',
  cgst: 'CGST',
  sgst: 'SGST',
  igst: 'IGST',
  hsn: 'HSN',
  sac: 'SAC',
  pan: 'PAN',
  vin: 'VIN',
  pdf: 'PDF',
  url: 'URL',
  email: 'e-mail',
  upi: 'UPI',
  api: 'API',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  ifsc: 'IFSC',
  cng: 'CNG',
  ev: 'EV',
  en: 'English',
  hi: 'Hindi',
  inter: 'inter-state',
  intra: 'intra-state',
  line1: 'line 1',
  line2: 'line 2',
  nongst: 'non-GST',
  sha256: 'SHA-256',
}

/** Columns whose names alone do not say it. */
const COLUMNS: Record<string, string> = {
  actor_id: 'Done by',
  actor_kind: 'Done as',
  module_id: 'Module',
  record_table: 'Kind of record',
  record_id: 'Record',
  source_id: 'Source',
  bytes: 'Size in bytes',
  deaths: 'Process deaths',
  duration_ms: 'Duration (ms)',
  events: 'Kinds of events',
  file_quota_bytes: 'File quota in bytes',
  last_at: 'Last time',
  max: 'Largest value',
  min: 'Smallest value',
  monthly_paise: 'Monthly limit',
  non_taxable: 'Non-taxable',
  on_date: 'Date',
  round_off: 'Round-off',
  seq: 'Sequence',
  sort: 'Position',
  table_name: 'Kind of record',
  two_factor_roles: 'Two-factor roles',
}

/** A name with underscores as a phrase: `cancel_reason` becomes `Cancel reason`. */
export function phrase(name: string): string {
  const text = name
    .split('_')
    .filter(Boolean)
    .map((word) => WORDS[word] ?? word)
    .join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `addressLine1` as `address_line1`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A column as readers call it; `type` is its SQL type. An id is named by what it points to. */
export function columnLabel(column: string, type: string): string {
  if (COLUMNS[column]) return COLUMNS[column]
  if (type === 'uuid') return phrase(column.replace(/_id$/, ''))
  if (type === 'uuid[]') return phrase(column.replace(/_ids$/, 's').replace(/chs$/, 'ches'))
  if (type === 'bigint') return phrase(column.replace(/_paise$/, ''))
  if (column.endsWith('_km')) return `${phrase(column.slice(0, -'_km'.length))}, km`
  return phrase(column)
}

/**
 * One row of a table, in the singular: the noun that its module declares, else the name without the module:
 * `catalog_item_rates` of the module `catalog` is an `Item rate`.
 */
export function tableLabel(table: string, module: string | null, noun: string | null): string {
  if (noun) return phrase(noun.replaceAll(' ', '_'))
  if (TABLES[table]) return TABLES[table]
  return phrase(singular(module ? table.slice(module.length + 1) : table))
}

/** A part of a record: `jobcards_lines` of a job card is a `Job card line`. */
export function partLabel(table: string, module: string, noun: string): string {
  const [whole, part] = [noun.replaceAll(' ', '_'), singular(table.slice(module.length + 1))]
  return phrase(part.startsWith(`${whole}_`) ? part : `${whole}_${part}`)
}

function singular(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`
  if (/(ch|sh|ss|x)es$/.test(name)) return name.slice(0, -2)
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name
}
