/** One state of a component: its props, the text in its slot, what its model begins with. */
export interface Specimen {
  state: string
  props?: Record<string, unknown>
  model?: unknown
  /** Draws this button in the slot, or plain text. */
  slot?: { button: string } | { text: string }
  /** Takes the whole width. */
  wide?: boolean
}

/** A shared component in each of its states. */
export interface Entry {
  component: string
  about: string
  specimens: Specimen[]
}

export interface Group {
  title: string
  entries: Entry[]
}

/** Components that live on a record or a request of the server, and where they are seen at work. */
export const ELSEWHERE: Record<string, { why: string; href: string }> = {
  KActivity: { why: 'reads the history of a record', href: '/tickets' },
  KAttachments: { why: 'reads the files of a record', href: '/tickets' },
  KRecord: { why: 'frames a record with its history and files', href: '/tickets' },
  KForm: { why: 'sends itself to the server', href: '/contacts/create' },
  KQuickForm: { why: 'makes a record inside of a picker', href: '/tickets/create' },
  KLines: { why: 'holds the lines of a document', href: '/invoicing/create' },
  KList: { why: 'asks the server for rows', href: '/tickets' },
  KPage: { why: 'is the frame of this page', href: '/dev/ui' },
  KPaper: { why: 'draws the paper of a draft', href: '/invoicing/create' },
  KPdf: { why: 'shows a document of the server', href: '/invoicing' },
  KSlot: { why: 'shows what modules add to a page', href: '/contacts' },
  KSlotFill: { why: 'shows one part that a module adds', href: '/' },
}

const TONES = ['neutral', 'info', 'success', 'warning', 'danger'] as const
const field = (component: string, about: string, own: Specimen[]): Entry => ({
  component,
  about,
  specimens: own.flatMap((specimen) => [
    specimen,
    ...(specimen === own[0]
      ? [
          {
            ...specimen,
            state: 'required, with a hint',
            props: { ...specimen.props, required: true, hint: 'What it is for.' },
          },
          {
            ...specimen,
            state: 'disabled',
            props: { ...specimen.props, disabled: true, hint: 'Only the owner changes it.' },
          },
        ]
      : []),
  ]),
})
const named = (name: string, label: string, rest: object = {}) => ({ name, label, ...rest })
const AT = '2026-11-21T08:30:00.000Z'
const CUSTOM = [
  {
    key: 'insurer',
    label: 'Insurer',
    kind: 'text',
    showInList: false,
    filterable: false,
    print: false,
    personal: false,
    archivedOptions: [],
  },
]
const CHART = {
  unit: 'money',
  axis: 'Day',
  labels: ['19 Nov', '20 Nov', '21 Nov'],
  series: [
    { label: 'Billed', values: [1_250_000, 840_000, 2_310_000] },
    { label: 'Collected', values: [900_000, 1_120_000, 1_500_000], tone: 'success' },
  ],
  summary: '₹44,000.00 billed and ₹35,200.00 collected from 19 Nov to 21 Nov.',
}

/** Every shared component in every state, in the groups of their use. */
export const CATALOGUE: Group[] = [
  {
    title: 'Actions',
    entries: [
      {
        component: 'KButton',
        about: 'A button, or a link that looks like one. One primary on a screen.',
        specimens: [
          ...(['primary', 'default', 'ghost', 'danger'] as const).map((tone) => ({
            state: tone,
            props: { tone, label: 'Save contact', icon: 'i-lucide-check' },
          })),
          { state: 'small', props: { size: 'sm', label: 'See all' } },
          {
            state: 'square',
            props: { square: true, label: 'More actions', icon: 'i-lucide-ellipsis' },
          },
          { state: 'loading', props: { label: 'Saving', loading: true } },
          {
            state: 'off, with its reason',
            props: { label: 'Issue', disabledReason: 'It has no line yet.' },
          },
          { state: 'link', props: { label: 'Open tickets', href: '/tickets' } },
        ],
      },
      {
        component: 'KActions',
        about: 'The toolbar of a record; on a phone all but the primary one go behind «More».',
        specimens: [
          {
            state: 'several',
            wide: true,
            props: {
              actions: [
                { label: 'Edit', icon: 'i-lucide-pencil', href: '/dev/ui' },
                { label: 'Print', icon: 'i-lucide-printer' },
                { label: 'Archive', icon: 'i-lucide-archive', disabledReason: 'It is still open.' },
                { label: 'Cancel invoice', tone: 'danger' },
                { label: 'Take payment', tone: 'primary' },
              ],
            },
          },
        ],
      },
      {
        component: 'KMenu',
        about: 'A menu below its button; the keyboard moves in it and comes back.',
        specimens: [
          {
            state: 'groups, chosen, off, danger',
            slot: { button: 'Open the menu' },
            props: {
              align: 'start',
              groups: [
                [
                  { label: 'Newest first', checked: true },
                  { label: 'Oldest first', icon: 'i-lucide-arrow-up' },
                ],
                [
                  { label: 'Archive', disabledReason: 'It is still open.' },
                  { label: 'Delete', danger: true, icon: 'i-lucide-trash-2' },
                ],
              ],
            },
          },
        ],
      },
      {
        component: 'KConfirm',
        about: 'Before what cannot be taken back: names the thing, the effect and the verb.',
        specimens: [
          {
            state: 'danger',
            props: {
              title: 'Cancel invoice INV-42?',
              text: 'Its number stays used.',
              verb: 'Cancel invoice',
              tone: 'danger',
              opens: true,
            },
          },
        ],
      },
      {
        component: 'KDialog',
        about: 'A short form or a closer look over the page.',
        specimens: [
          {
            state: 'with text',
            props: { title: 'Take payment', text: 'For invoice INV-42.', opens: true },
            slot: { text: 'The form stands here.' },
          },
        ],
      },
      {
        component: 'KCopy',
        about: 'A code that can be copied.',
        specimens: [{ state: 'code', props: { value: 'MH12AB1234', label: 'Registration no.' } }],
      },
    ],
  },
  {
    title: 'Values',
    entries: [
      {
        component: 'KStatus',
        about: 'A chip: colour, icon and words together.',
        specimens: [
          ...TONES.map((tone) => ({ state: tone, props: { tone, label: 'Awaiting approval' } })),
          {
            state: 'with an icon',
            props: { tone: 'info', label: 'In progress', icon: 'i-lucide-wrench' },
          },
        ],
      },
      {
        component: 'KSentence',
        about: 'A sentence of the texts with elements in it, each in the slot of its name.',
        specimens: [
          { state: 'without a slot', props: { text: 'Another person has to confirm it.' } },
          {
            state: 'with one that is not filled',
            props: { text: 'Another person has to confirm it until {until}.' },
          },
        ],
      },
      {
        component: 'KMoney',
        about: 'Integer paise, grouped the Indian way.',
        specimens: [
          { state: 'full', props: { paise: 12_345_600 } },
          { state: 'short, full value on hover', props: { paise: 123_456_700, short: true } },
          { state: 'negative', props: { paise: -450_50 } },
          { state: 'unknown', props: { paise: null } },
        ],
      },
      {
        component: 'KDate',
        about: 'A business date.',
        specimens: [
          { state: 'known', props: { date: '2026-11-21' } },
          { state: 'unknown', props: { date: null } },
        ],
      },
      {
        component: 'KDateTime',
        about: 'An instant: how long ago, the full time on hover.',
        specimens: [
          { state: 'ago', props: { at: AT } },
          { state: 'full', props: { at: AT, full: true } },
        ],
      },
      {
        component: 'KPerson',
        about: 'Initials and a name.',
        specimens: [
          { state: 'with a role', props: { name: 'Asha Kulkarni', hint: 'Owner' } },
          { state: 'nobody', props: { name: null } },
        ],
      },
      {
        component: 'KIcon',
        about: 'A bundled icon; words beside it carry the meaning.',
        specimens: [{ state: 'wrench', props: { name: 'i-lucide-wrench' } }],
      },
      {
        component: 'KDescription',
        about: 'Labels and values of a record.',
        specimens: [
          {
            state: 'kinds of values',
            wide: true,
            props: {
              columns: 2,
              items: [
                { key: 'name', label: 'Name', value: 'Raj Kumar', href: '/dev/ui' },
                { key: 'total', label: 'Total', value: 474_700, kind: 'money' },
                { key: 'plate', label: 'Registration no.', value: 'MH12AB1234', kind: 'code' },
                { key: 'none', label: 'Notes', value: null },
              ],
            },
          },
        ],
      },
      {
        component: 'KTotals',
        about: 'Sums of a document.',
        specimens: [
          {
            state: 'with tax',
            props: {
              rows: [
                { label: 'Taxable', paise: 400_000 },
                { label: 'GST 18 %', paise: 72_000 },
                { label: 'Total', paise: 472_000, strong: true },
              ],
            },
          },
        ],
      },
      {
        component: 'KCustomValues',
        about: 'Values of the organisation’s own fields.',
        specimens: [
          { state: 'one', props: { fields: CUSTOM, values: { insurer: 'Bharat' } }, wide: true },
        ],
      },
    ],
  },
  {
    title: 'Fields',
    entries: [
      field('KText', 'One line of text.', [
        { state: 'empty', props: named('text', 'Name') },
        {
          state: 'with an error',
          props: named('text_error', 'Name', { error: 'Give a name.' }),
          model: '',
        },
      ]),
      field('KTextarea', 'Text that grows.', [
        {
          state: 'filled',
          props: named('area', 'Complaint'),
          model: 'Range drops from 80 to 35 km.',
        },
      ]),
      field('KNumber', 'A decimal string.', [
        { state: 'with a unit', props: named('number', 'Hours', { suffix: 'h' }), model: '1.5' },
      ]),
      field('KMoneyInput', 'Rupees; takes 1.5L and 2cr.', [
        { state: 'filled', props: named('money', 'Amount'), model: 12_345_600 },
      ]),
      field('KDateInput', 'Takes 15, t and +3.', [
        { state: 'filled', props: named('date', 'Due'), model: '2026-11-21' },
      ]),
      field('KDateTimeInput', 'In the zone of the organisation.', [
        { state: 'filled', props: named('datetime', 'Promised'), model: AT },
      ]),
      field('KDateRange', 'Two dates, or a period by name.', [
        { state: 'empty', props: named('range', 'Between') },
      ]),
      field('KSelect', 'A short list.', [
        {
          state: 'filled',
          props: named('select', 'Fuel', {
            options: [
              { value: 'ev', label: 'Electric' },
              { value: 'petrol', label: 'Petrol' },
            ],
          }),
          model: 'ev',
        },
      ]),
      field('KMultiSelect', 'Several of a short list.', [
        {
          state: 'filled',
          props: named('several', 'Days', {
            options: [
              { value: 'mon', label: 'Monday' },
              { value: 'tue', label: 'Tuesday' },
            ],
          }),
          model: ['mon'],
        },
      ]),
      field('KTags', 'Words of one’s own.', [
        {
          state: 'filled',
          props: named('tags', 'Tags', { suggestions: ['Fleet', 'Warranty'] }),
          model: ['Fleet'],
        },
      ]),
      field('KSwitch', 'On or off.', [
        { state: 'on', props: named('switch', 'Send by e-mail'), model: true },
        { state: 'off', props: named('switch_off', 'Send by e-mail'), model: false },
      ]),
      field('KPhone', 'Ten digits become +91.', [
        { state: 'filled', props: named('phone', 'Phone'), model: '+919822012345' },
      ]),
      field('KGstin', 'Tells shape and check digit.', [
        { state: 'filled', props: named('gstin', 'GSTIN'), model: '27AAPFU0939F1ZV' },
      ]),
      field('KRegistration', 'Upper case, without spaces.', [
        { state: 'filled', props: named('plate', 'Registration no.'), model: 'MH12AB1234' },
      ]),
      field('KPassword', 'Can be shown.', [
        { state: 'empty', props: named('password', 'Password') },
      ]),
      field('KPicker', 'A record, by typing part of its name.', [
        { state: 'empty', props: named('picker', 'Customer', { lookup: '/contacts/lookup' }) },
      ]),
      {
        component: 'KImageInput',
        about: 'A picture that is kept at once.',
        specimens: [
          { state: 'none yet', props: named('logo', 'Logo', { src: null, action: '/dev/ui' }) },
        ],
      },
      {
        component: 'KField',
        about: 'Label, hint and error around a control.',
        specimens: [
          {
            state: 'with an error',
            props: { id: 'own', label: 'Own control', error: 'Choose one.' },
            slot: { text: 'The control stands here.' },
          },
        ],
      },
      {
        component: 'KFieldInput',
        about: 'The field of a declaration.',
        specimens: [
          {
            state: 'text',
            props: { field: { key: 'declared', label: 'Declared', kind: 'text' } },
            model: 'By a module',
          },
        ],
      },
      {
        component: 'KAddress',
        about: 'Place and state by the PIN code.',
        specimens: [
          {
            state: 'empty',
            wide: true,
            props: {},
            model: { addressLine1: null, city: null, postalCode: null },
          },
        ],
      },
      {
        component: 'KCustomFields',
        about: 'Fields of the organisation’s own.',
        specimens: [{ state: 'one', wide: true, props: { fields: CUSTOM }, model: {} }],
      },
      {
        component: 'KSection',
        about: 'A group of fields.',
        specimens: [
          {
            state: 'with a description',
            wide: true,
            props: { title: 'Tax', description: 'As it stands on documents.' },
            slot: { text: 'Fields stand here.' },
          },
        ],
      },
    ],
  },
  {
    title: 'Surfaces',
    entries: [
      {
        component: 'KCard',
        about: 'A surface with an optional heading.',
        specimens: [
          {
            state: 'with a heading',
            wide: true,
            props: { title: 'Vehicle', description: 'What stands on its papers.' },
            slot: { text: 'Anything.' },
          },
        ],
      },
      {
        component: 'KProgress',
        about: 'How far work is, with its figure and what it is doing.',
        specimens: [
          { state: 'under way', props: { percent: 40, label: 'Print', note: '24 of 60' } },
          { state: 'just begun', props: { percent: 0, label: 'Print' } },
          {
            state: 'without its figure',
            props: { percent: 85, label: 'Room', tone: 'warning', bare: true },
          },
          { state: 'full', props: { percent: 100, label: 'Room', tone: 'danger' } },
        ],
      },
      {
        component: 'KStat',
        about: 'A number that matters; the whole tile is a link.',
        specimens: [
          ...TONES.map((tone) => ({
            state: tone,
            props: { tone, label: 'Late tickets', value: 12, href: '/dev/ui' },
          })),
          {
            state: 'money',
            props: { kind: 'money', label: 'Outstanding', value: 41_230_000, hint: '12 invoices' },
          },
        ],
      },
      {
        component: 'KChart',
        about: 'A picture, one sentence, and the same as a table.',
        specimens: [
          {
            state: 'bars',
            wide: true,
            props: { label: 'Billed and collected', chart: { ...CHART, draw: 'bar' } },
          },
          {
            state: 'lines',
            wide: true,
            props: { label: 'Billed and collected, as lines', chart: { ...CHART, draw: 'line' } },
          },
        ],
      },
      {
        component: 'KEmpty',
        about: 'Says what would stand here, and how to begin.',
        specimens: [
          {
            state: 'with an action',
            wide: true,
            props: {
              icon: 'i-lucide-ticket',
              title: 'No ticket yet',
              text: 'A ticket holds a customer’s complaint.',
              action: { label: 'New ticket', href: '/dev/ui' },
            },
          },
        ],
      },
      {
        component: 'KTabs',
        about: 'Parts of one record.',
        specimens: [
          {
            state: 'with a count',
            wide: true,
            props: {
              label: 'Parts',
              tabs: [
                { value: 'a', label: 'Overview' },
                { value: 'b', label: 'Money', count: 3 },
              ],
            },
            model: 'a',
            slot: { text: 'The chosen part.' },
          },
        ],
      },
      {
        component: 'KTimeline',
        about: 'What happened, the newest first.',
        specimens: [
          {
            state: 'two entries',
            wide: true,
            props: {
              entries: [
                { id: '1', at: AT, title: 'Changed', actor: 'Asha Kulkarni' },
                { id: '2', at: AT, title: 'Added', actor: 'Asha Kulkarni' },
              ],
            },
          },
          { state: 'none', props: { entries: [] } },
        ],
      },
    ],
  },
]
