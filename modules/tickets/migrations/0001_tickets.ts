import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Tickets and the append-only history of their statuses. */
export default defineMigration({
  up: [
    organisationTable('tickets_tickets', {
      columns: {
        number: 'text not null',
        branch_id: reference('branches'),
        contact_id: reference('contacts_contacts'),
        vehicle_id: reference('vehicles_vehicles', { nullable: true }),
        complaint: 'text not null',
        source: 'text not null',
        priority: 'text not null',
        status: 'text not null',
        assignee_id: reference('memberships', { nullable: true }),
        hold_reason: 'text',
        resolution: 'text',
        cause: 'text',
        response_target_minutes: 'integer not null',
        resolution_target_minutes: 'integer not null',
        response_due_at: 'timestamptz not null',
        resolution_due_at: 'timestamptz not null',
        resolved_at: 'timestamptz',
        closed_at: 'timestamptz',
      },
      unique: [['number']],
      indexes: [
        ['created_at', 'id'],
        ['resolution_due_at', 'id'],
      ],
      checks: {
        complaint_length: 'char_length(complaint) between 1 and 4000',
        source_known: "source in ('counter', 'phone', 'whatsapp', 'email', 'portal', 'api')",
        priority_known: "priority in ('P1', 'P2', 'P3', 'P4')",
        status_known:
          "status in ('new', 'open', 'in_progress', 'on_hold', 'resolved', 'closed', 'cancelled')",
        hold_has_reason: "(status = 'on_hold') = (hold_reason is not null)",
        resolution_given: "status <> 'resolved' or (resolution is not null and cause is not null)",
        resolved_dated: "(status <> 'resolved') or resolved_at is not null",
      },
      extra: [
        `create index tickets_tickets_due_index on tickets_tickets (organisation_id, resolution_due_at)
  where status in ('new', 'open', 'in_progress')`,
      ],
    }),
    organisationTable('tickets_history', {
      columns: {
        ticket_id: reference('tickets_tickets'),
        at: 'timestamptz not null',
        actor_kind: 'text not null',
        actor_id: 'text not null',
        transition: 'text not null',
        from_status: 'text',
        to_status: 'text not null',
        reason: 'text',
      },
      appendOnly: true,
    }),
  ],
  down: [dropTable('tickets_history'), dropTable('tickets_tickets')],
})
