import { table, type TableDeclaration } from './declaration.ts'

/** A table of the kernel with rows of organisations: what modules declare, and what only the kernel needs. */
export interface KernelTable extends TableDeclaration {
  /** SQL condition for the rows of the open organisation; `t` is the table. */
  where: string
  /** SQL that puts the rows into one order that nothing else has. */
  order: string
  /** Columns that are exported; `null` for all but the secret ones. */
  only: string[] | null
  /** Why the table is in no export. */
  withheld: string | null
  /** Rows of an account rather than of the organisation: an erasure takes them with the account, or leaves them. */
  ofAccount: boolean
  /** Subject kind to the SQL condition for the rows about persons, whose ids stand in brackets as `($person)`. */
  about: Record<string, string>
  /** Rows stand at records of modules (`record_table`, `record_id`) and are about whom the record is about. */
  onRecords: boolean
}

const USER = `(select m.user_id from memberships m
    where m.organisation_id = kernel_organisation_id() and m.id in ($person))`

function owned(declaration: Partial<KernelTable> = {}): KernelTable {
  return {
    ...table(),
    where: 't.organisation_id = kernel_organisation_id()',
    order: 't.id',
    only: null,
    withheld: null,
    ofAccount: false,
    about: {},
    onRecords: false,
    ...declaration,
  }
}

const LAW = 'Companies (Accounts) Rules, rule 3(1)'

/**
 * Every table of the kernel that holds rows of organisations, also where the organisation is not named by a column.
 * A table with `organisation_id` that is missing here fails a test.
 */
export const KERNEL_TABLES: Record<string, KernelTable> = {
  organisations: owned({
    where: 't.id = kernel_organisation_id()',
    notPersonal: {
      name: 'The organisation itself.',
      legal_name: 'The organisation itself.',
      email: 'The organisation itself.',
      phone: 'The organisation itself.',
    },
  }),
  organisation_modules: owned({ order: 't.module_id', personal: { changed_by: 'actor' } }),
  module_purges: owned({
    personal: { requested_by_name: 'actor', confirmed_by_name: 'actor', ended_by_name: 'actor' },
  }),
  module_tombstones: owned({
    personal: { requested_by_name: 'actor', confirmed_by_name: 'actor' },
  }),
  organisation_usage: owned({ order: 't.on_date' }),
  organisation_secrets: owned({
    secret: ['sealed', 'hint'],
    personal: { updated_by: 'actor' },
  }),
  kernel_keys: owned({ withheld: 'Keys that encrypt the keys of outside services.' }),
  branches: owned({
    notPersonal: {
      name: 'A place of business.',
      address_line1: 'A place of business.',
      address_line2: 'A place of business.',
      city: 'A place of business.',
      postal_code: 'A place of business.',
      phone: 'A place of business.',
      email: 'A place of business.',
    },
  }),
  branch_holidays: owned({ notPersonal: { name: 'A holiday.' } }),
  number_series: owned(),
  number_formats: owned(),
  roles: owned({ notPersonal: { name: 'A role.' } }),
  memberships: owned({
    personal: { name: 'replace' },
    about: { 'kernel.member': 't.id in ($person)' },
  }),
  // An account belongs to the person; of the others that work there too nothing is told.
  users: owned({
    ofAccount: true,
    where: `exists (select 1 from memberships m
      where m.organisation_id = kernel_organisation_id() and m.user_id = t.id)`,
    only: ['id', 'name', 'email', 'phone', 'locale', 'created_at'],
    // Erased with the member by app/data/erasure/erase_account.ts
    personal: { name: 'replace', email: 'replace', phone: 'clear' },
    about: { 'kernel.member': `t.id in ${USER}` },
  }),
  api_tokens: owned({
    ofAccount: true,
    where: `exists (select 1 from memberships m
      where m.organisation_id = kernel_organisation_id() and m.id = t.tokenable_id)`,
    secret: ['hash'],
    personal: { last_used_ip: 'clear', created_by: 'actor', revoked_by: 'actor' },
    notPersonal: { name: 'What a member calls the token.' },
    about: { 'kernel.member': 't.tokenable_id in ($person)' },
  }),
  invitations: owned({
    secret: ['secret_hash', 'hint'],
    retention: { keep: 'P1Y', from: 'expires_at', then: 'erase' },
    personal: { email: 'replace', invited_by: 'actor' },
  }),
  invitation_uses: owned({
    retention: { keep: 'P8Y', law: LAW, then: 'erase' },
    personal: { user_name: 'keep', ip: 'clear' },
    about: { 'kernel.member': `t.user_id in ${USER}` },
  }),
  partner_access: owned({ personal: { granted_by: 'actor' } }),
  partner_views: owned({ personal: { user_name: 'actor', ip: 'actor' } }),
  security_events: owned({
    retention: { keep: 'P8Y', from: 'at', law: LAW },
    personal: { ip: 'keep', user_agent: 'keep', details: 'keep' },
    about: { 'kernel.member': `t.user_id in ${USER}` },
  }),
  // What it says of people is erased with the rows it tells of; see app/audit/redaction.ts
  audit_log: owned({
    order: 't.at, t.id',
    personal: { ip: 'actor' },
    notPersonal: { table_name: 'Name of a table.' },
  }),
  audit_seals: owned({ order: 't.sequence' }),
  audit_redactions: owned({ order: 't.sequence' }),
  jobs: owned({
    withheld: 'Work of the program, in its own words.',
    retention: { keep: 'P30D', from: 'finished_at', then: 'delete' },
    notPersonal: { name: 'Name of a job.' },
  }),
  module_settings: owned(),
  user_module_settings: owned({
    about: { 'kernel.member': 't.membership_id in ($person)' },
  }),
  organisation_drivers: owned(),
  ai_settings: owned(),
  ai_months: owned(),
  ai_calls: owned({
    retention: { keep: 'P1Y', then: 'delete' },
    notPersonal: { model: 'What its maker calls a language model.' },
  }),
  custom_fields: owned({ notPersonal: { table_name: 'Name of a table.' } }),
  // Events and what is sent of them name records by id, and say nothing of people.
  outbox: owned(),
  event_deliveries: owned(),
  event_effects: owned(),
  schedule_runs: owned({ notPersonal: { note: 'What the program noted of the run.' } }),
  webhook_endpoints: owned(),
  webhook_deliveries: owned({ notPersonal: { name: 'Name of an event.' } }),
  public_links: owned({ secret: ['token_hash'] }),
  slot_faults: owned(),
  home_arrangements: owned(),
  onboarding_states: owned(),
  sample_records: owned({ notPersonal: { table_name: 'Name of a table.' } }),
  notifications: owned({
    retention: { keep: 'P90D', from: 'happened_at', then: 'delete' },
    personal: { actor_name: 'actor' },
    notPersonal: { title: 'Number of a record.', table_name: 'Name of a table.' },
  }),
  notification_defaults: owned(),
  notification_mutes: owned({ notPersonal: { table_name: 'Name of a table.' } }),
  record_presences: owned({
    retention: { keep: 'P1D', from: 'seen_at', then: 'delete' },
    notPersonal: { table_name: 'Name of a table.' },
  }),
  imports: owned({
    // The rows of the file are records of modules by now.
    secret: ['content'],
    retention: { keep: 'P90D', then: 'erase' },
    personal: { content: 'clear', failures: 'clear' },
    notPersonal: { file_name: 'What the member called the file.' },
  }),
  import_mappings: owned(),
  exports: owned({
    retention: { keep: 'P7D', then: 'delete' },
    notPersonal: { name: 'What is exported.', file_name: 'Named after what is exported.' },
  }),
  export_parts: owned({
    withheld: 'Files that hold what is exported here.',
    retention: { keep: 'P7D', then: 'delete' },
  }),
  list_views: owned({ notPersonal: { name: 'What the member called the view.' } }),
  list_settings: owned(),
  runs: owned({
    withheld: 'Work that was asked for, in the words of the program.',
    retention: { keep: 'P1Y', from: 'finished_at', then: 'delete' },
    notPersonal: { title: 'What is done: a file, a document, an action.' },
  }),
  bulk_runs: owned({ withheld: 'Work on many records, in the words of the program.' }),
  bulk_records: owned({ withheld: 'Work on many records, in the words of the program.' }),
  messages: owned({
    retention: { keep: 'P1Y', then: 'delete' },
    personal: {
      recipient: 'clear',
      recipient_name: 'clear',
      subject: 'clear',
      body: 'clear',
      content: 'clear',
      error_message: 'clear',
      requested_by: 'actor',
    },
    onRecords: true,
  }),
  // Of an address that was erased elsewhere it still has to be known that nothing may go there.
  message_suppressions: owned({ personal: { address: 'keep', detail: 'keep' } }),
  message_templates: owned({ personal: { saved_by: 'actor' } }),
  document_looks: owned({
    notPersonal: {
      tagline: 'The organisation itself.',
      footer: 'The organisation itself.',
      bank: 'The organisation itself.',
      terms: 'The organisation itself.',
    },
  }),
  // Printed on every bill; who replaced an account, and by which, is what the audit trail is asked after a fraud.
  payment_details: owned({
    notPersonal: {
      account_name: 'The organisation itself.',
      account_number: 'The organisation itself.',
    },
  }),
  letterheads: owned({
    notPersonal: { file_name: 'What the file of the organisation is called.' },
  }),
  print_runs: owned({
    withheld: 'Files printed of records, which are in the export themselves.',
    retention: { keep: 'P7D', then: 'delete' },
    personal: { failures: 'clear' },
    notPersonal: { file_name: 'What the document is called.' },
  }),
  comments: owned({
    retention: { keep: 'P30D', from: 'deleted_at', then: 'delete' },
    personal: { body: 'replace' },
    onRecords: true,
  }),
  attachments: owned({
    // Kept files stand in the export as files
    secret: ['content', 'thumbnail'],
    retention: { keep: 'P30D', from: 'deleted_at', then: 'delete' },
    personal: {
      name: 'replace',
      content: 'clear',
      thumbnail: 'clear',
      // Stored files that no row holds are deleted
      file_id: 'clear',
      thumbnail_id: 'clear',
      preview_id: 'clear',
    },
    onRecords: true,
  }),
  attachment_parts: owned({
    withheld: 'Parts of files that are on their way.',
    retention: { keep: 'P2D', then: 'delete' },
  }),
  idempotency_keys: owned({
    withheld: 'Answers to programs, which hold what the records say.',
    secret: ['sealed'],
    retention: { keep: 'P1D', then: 'delete' },
  }),
  // Where the bytes of files are; what they are about is said by the rows that hold them.
  stored_files: owned({ notPersonal: { owner_table: 'Name of a table.' } }),
  file_usage: owned(),
  // Made from the records, and with them: what is erased there is gone here
  search_documents: owned({
    order: 't.kind, t.record_id',
    withheld: 'Repeats what the records say, for the search.',
  }),
  search_words: owned({
    order: 't.word',
    withheld: 'Repeats what the records say, for the search.',
  }),
  search_states: owned({
    order: 't.kind',
    withheld: 'How far the search has read the records.',
  }),
  search_changes: owned({
    withheld: 'Work of the search that waits.',
    notPersonal: { table_name: 'Name of a table.' },
  }),
  data_exports: owned({ secret: ['file'], personal: { requested_by: 'actor' } }),
  data_erasures: owned({ personal: { requested_by: 'actor' } }),
}
