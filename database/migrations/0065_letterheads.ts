import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Letterheads that organisations drew themselves, as PDF: of the organisation (`branch_id` is null) or a branch. */
export default defineMigration({
  up: [
    organisationTable('letterheads', {
      columns: {
        branch_id: reference('branches', { nullable: true }),
        // drawn anew from what was uploaded: one page, or two of which the second stands on every further sheet
        content: 'bytea not null',
        sha256: 'text not null',
        file_name: 'text not null',
        pages: 'integer not null',
        // millimetres of an A4 sheet that stay empty: top of the first, top of the others, foot
        first_top: 'integer not null default 45',
        next_top: 'integer not null default 20',
        foot: 'integer not null default 25',
      },
      checks: {
        size: 'octet_length(content) <= 6291456',
        sha256_form: `sha256 ~ '^[0-9a-f]{64}$'`,
        pages_known: 'pages in (1, 2)',
        room_range:
          'first_top between 5 and 150 and next_top between 5 and 150 and foot between 5 and 100',
      },
      extra: [
        `create unique index letterheads_place_unique
  on letterheads (organisation_id, branch_id) nulls not distinct`,
      ],
    }),
    // The audit trail says that the file changed, by its SHA-256; the argument names columns to mask.
    'drop trigger letterheads_audit on letterheads',
    `create trigger letterheads_audit after insert or update or delete on letterheads
  for each row execute function kernel_audit('content')`,
  ],
  down: [dropTable('letterheads')],
})
