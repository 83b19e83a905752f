/**
 * Ids that no module may have: packages of Karkhana itself, and the beginnings of the kernel's own addresses, which
 * the routes of a module of that name would meet.
 */
export const RESERVED_IDS: ReadonlySet<string> = new Set([
  ...['kernel', 'ui', 'app', 'module', 'modules', 'plugin', 'plugins', 'karkhana'],
  ...['api', 'l', 'assets', 'public', 'dev', 'well-known', 'account', 'admin', 'partner'],
  ...['partners', 'settings', 'home', 'login', 'logout', 'signup', 'password', 'verify'],
  ...['invitations', 'invite', 'join', 'organisations', 'auth', 'two-factor', 'audit', 'widgets'],
  ...['reports', 'documents', 'search', 'data', 'drivers', 'events', 'schedules', 'webhooks'],
  ...['transfer', 'imports', 'exports', 'slots', 'custom-fields', 'view-as', 'branch', 'logos'],
  ...[
    'register',
    'password-strength',
    'email',
    'unsubscribe',
    'branches',
    'preferences',
    'slot-faults',
  ],
  ...['records', 'lists', 'live', 'inbox', 'shell', 'notifications', 'comments', 'attachments'],
  ...['recently-deleted', 'files', 'runs'],
  ...['getting-started', 'samples'],
])

/** Words that would be no identifier, or that the generated code uses with another meaning. */
export const RESERVED_NOUNS: ReadonlySet<string> = new Set([
  ...['scope', 'unit', 'record', 'list', 'row', 'column', 'table', 'module', 'model', 'service'],
  ...['date', 'object', 'string', 'number', 'boolean', 'symbol', 'function', 'class', 'map', 'set'],
  ...['error', 'promise', 'array', 'event', 'permission', 'organisation', 'user', 'test'],
])
