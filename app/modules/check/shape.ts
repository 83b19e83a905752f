import { z } from 'zod'
import { MANIFEST_KEYS } from '../define.ts'

/** A lazily loaded file; what is in it is checked where it is loaded. */
const lazy = z.function()
const text = z.string().min(1)
const permission = z.strictObject({
  id: text,
  label: text,
  roles: z.array(z.string()),
  byGrant: z.array(z.string()),
  reads: z.boolean(),
})
const field = {
  key: text,
  label: text,
  help: z.string().optional(),
  kind: z.enum([
    'text',
    'multiline',
    'integer',
    'number',
    'money',
    'date',
    'switch',
    'choice',
    'email',
    'phone',
    'url',
  ]),
  required: z.boolean().optional(),
  options: z.array(z.strictObject({ value: z.string(), label: text })).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  pattern: z.string().optional(),
  example: z.string().optional(),
}
/** What fields of a resource say besides. */
const place = {
  inList: z.union([z.boolean(), z.literal('hidden')]).optional(),
  filter: z.boolean().optional(),
  sort: z.boolean().optional(),
  editInList: z.boolean().optional(),
  search: z.boolean().optional(),
  personal: z.enum(['clear', 'replace', 'keep', 'actor']).optional(),
  notPersonal: text.optional(),
}
const choice = z.strictObject({
  value: z.string(),
  label: text,
  tone: z.enum(['neutral', 'info', 'success', 'warning', 'danger']).optional(),
})
const pointing = {
  kind: z.literal('record'),
  key: text,
  label: text,
  help: z.string().optional(),
  required: z.boolean().optional(),
  of: text,
}
const roles = z.array(z.enum(['owner', 'admin', 'manager', 'accountant', 'technician'])).optional()
const described = z.strictObject({ id: text, description: text })

const manifest = z.strictObject({
  id: text,
  name: text,
  description: text,
  version: z.string().regex(/^\d+\.\d+\.\d+/, 'must be a semver version such as 1.0.0'),
  kernel: text,
  kind: z.enum(['app', 'bridge', 'localisation', 'driver']),
  onBootFailure: z.enum(['abort', 'quarantine']),
  requires: z.record(text, text),
  enhances: z.record(text, text),
  provides: z.record(z.string().regex(/@\d+$/, 'must end in a version: name@1'), lazy),
  consumes: z.record(text, z.enum(['required', 'optional'])),
  tables: z.record(
    text,
    z.strictObject({
      retention: z.strictObject({
        keep: z.string().regex(/^P\d/, 'must be a duration such as P8Y').nullable(),
        from: text.optional(),
        law: text.optional(),
        then: z.enum(['erase', 'delete']).optional(),
      }),
      personal: z.record(
        z
          .string()
          .regex(/^[a-z][a-z0-9_]*(\.\w+)?$/, 'must be a column, or column.key of a JSON object'),
        z.enum(['clear', 'replace', 'keep', 'actor'])
      ),
      notPersonal: z.record(text, text),
      secret: z.array(text),
      subjects: z.record(
        text,
        z.union([text, z.strictObject({ via: text, key: text, column: text })])
      ),
      open: z
        .strictObject({ where: text, what: text, title: text, href: z.string().optional() })
        .nullable(),
    })
  ),
  records: z.array(z.looseObject({ table: text, noun: text, customFields: z.boolean() })),
  resources: z.array(
    z.strictObject({
      id: text,
      table: text,
      label: text,
      noun: text,
      about: text,
      icon: z.string().startsWith('i-lucide-', 'must be an icon of Lucide: i-lucide-wrench'),
      title: text,
      number: z.string().optional(),
      fields: z.array(
        z.union([
          z.strictObject({ ...field, ...place, options: z.array(choice).optional() }),
          z.strictObject({ ...pointing, ...place }),
        ])
      ),
      roles: z
        .strictObject({ view: roles, create: roles, update: roles, archive: roles })
        .optional(),
      menu: z
        .strictObject({
          section: text.optional(),
          order: z.number().optional(),
          phone: z.boolean().optional(),
        })
        .optional(),
      customFields: z.boolean().optional(),
      data: z.looseObject({}).optional(),
      hooks: lazy.optional(),
    })
  ),
  subjects: z.array(
    z.strictObject({ id: text, label: text, table: text, title: text, find: z.array(text) })
  ),
  routes: lazy.nullable(),
  publicRoutes: lazy.nullable(),
  permissions: z.array(permission),
  menu: z.array(
    z.strictObject({
      id: text,
      label: text,
      href: z.string().startsWith('/'),
      icon: z.string().startsWith('i-lucide-', 'must be an icon of Lucide: i-lucide-wrench'),
      section: text,
      order: z.number(),
      hint: z.string().optional(),
      group: z
        .enum(['organisation', 'people', 'documents', 'modules', 'connections', 'trust'])
        .optional(),
      phone: z.boolean().optional(),
      createHref: z.string().startsWith('/').optional(),
      createLabel: text.optional(),
      permission: text,
      createPermission: text.optional(),
    })
  ),
  commands: z.array(
    z.strictObject({
      id: text,
      label: text,
      keywords: z.array(z.string()).optional(),
      icon: text,
      permission: text,
      href: z.string().startsWith('/'),
    })
  ),
  widgets: z.array(
    z.strictObject({
      id: text,
      title: text,
      permission: text,
      kind: z.enum(['figures', 'list', 'chart', 'component']),
      size: z.enum(['half', 'full']).optional(),
      roles: z.array(z.enum(['owner', 'admin', 'manager', 'accountant', 'technician'])).optional(),
      component: text.optional(),
      load: lazy,
    })
  ),
  onboarding: z.array(
    z.strictObject({
      id: text,
      title: text,
      why: text,
      permission: text,
      roles: z.array(z.enum(['owner', 'admin', 'manager', 'accountant', 'technician'])).optional(),
      href: z.string().startsWith('/'),
      icon: z.string().startsWith('i-lucide-', 'must be an icon of Lucide: i-lucide-wrench'),
      order: z.number(),
      minutes: z.number().positive(),
      optional: z.boolean().optional(),
      done: z.union([z.strictObject({ table: text, where: text.optional() }), lazy]),
    })
  ),
  samples: z.array(lazy),
  slots: z.record(
    text,
    z.array(
      z.strictObject({
        component: z.string().includes('::', { error: 'must be written as <module>::<file>' }),
        permission: text,
        before: z.array(text).optional(),
        after: z.array(text).optional(),
        data: lazy.optional(),
      })
    )
  ),
  offersSlots: z.array(
    z.strictObject({ id: text, description: text, props: z.record(text, text) })
  ),
  events: z.strictObject({
    emits: z.array(z.strictObject({ id: text, description: text, payload: z.record(text, text) })),
    handles: z.record(text, z.array(lazy)),
  }),
  jobs: z.array(lazy),
  lists: z.array(lazy),
  schedules: z.array(
    z.strictObject({
      id: text,
      label: text,
      cron: text,
      job: text,
      missed: z.enum(['once', 'skip']).optional(),
    })
  ),
  webhooks: z.array(z.strictObject({ name: text, event: text, description: text })),
  reports: z.array(lazy),
  documents: z.array(lazy),
  search: z.array(lazy),
  importers: z.array(lazy),
  exporters: z.array(lazy),
  mails: z.array(lazy),
  notices: z.array(
    z.strictObject({ id: text, label: text, line: text, urgent: z.boolean().optional() })
  ),
  settings: z
    .strictObject({
      view: text,
      change: text,
      fields: z.array(
        z.strictObject({
          ...field,
          scope: z.enum(['organisation', 'user', 'deployment']),
          default: z.union([z.string(), z.number(), z.boolean(), z.null()]),
        })
      ),
    })
    .nullable(),
  secrets: z.array(
    z.strictObject({
      key: text,
      label: text,
      help: z.string(),
      group: text,
      purpose: text,
      check: z.string().optional(),
      example: z.string().optional(),
      generate: z.boolean().optional(),
      plain: z.boolean().optional(),
    })
  ),
  aiPurposes: z.array(described.extend({ label: text, permission: text })),
  series: z.array(z.looseObject({ id: text, label: text, pattern: text })),
  drivers: z.strictObject({
    families: z.array(
      z.strictObject({
        id: text,
        label: text,
        description: text,
        fallbackOf: text.optional(),
      })
    ),
    offers: z.record(text, lazy),
  }),
  extensions: z.strictObject({
    offers: z.array(described.extend({ tolerant: z.boolean().optional() })),
    adds: z.record(text, z.array(lazy)),
  }),
  lang: z.array(z.enum(['en', 'hi'])),
  taxIdentity: lazy.nullable(),
  lifecycle: z.strictObject({
    enable: lazy.nullable(),
    disable: lazy.nullable(),
    upgrade: lazy.nullable(),
    exportData: lazy.nullable(),
    purge: lazy.nullable(),
  }),
  initialState: z.enum(['available', 'enabled', 'paused', 'archived']),
})

/** Whether every key of the manifest is known and holds what belongs there. */
export function shapeProblems(candidate: unknown): string[] {
  const { success, error } = manifest.safeParse(candidate)
  if (success) return []
  return error.issues.map((issue) => {
    const path = issue.path.map(String).join('.')
    if (issue.code === 'unrecognized_keys') {
      const keys = issue.keys.map((key) => `"${[path, key].filter(Boolean).join('.')}"`).join(', ')
      const hint = path === '' ? `; known are ${MANIFEST_KEYS.join(', ')}` : ''
      return `${keys} is no key of the contract${hint}`
    }
    return `${path || 'the manifest'}: ${issue.message}`
  })
}
