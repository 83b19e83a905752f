import type { Scope } from '@karkhana/kernel'

declare module '@karkhana/kernel/module' {
  interface Contracts {
    'tickets.desk@1': TicketDesk
  }
  interface Events {
    /** A request was taken in. */
    'tickets.ticket_created@1': TicketFacts & {
      priority: TicketPriority
      /** How the request came in. */
      source: string
      status: TicketStatus
    }
    /** A ticket has another status. */
    'tickets.ticket_status_changed@1': TicketFacts & {
      /** Name of the transition; the table is in the module's README. */
      transition: string
      from: TicketStatus
      to: TicketStatus
    }
  }
  interface Slots {
    'tickets.ticket.aside': {
      ticketId: string
      contactId: string
      /** `null` while it is unknown. */
      vehicleId: string | null
      status: TicketStatus
    }
  }
  interface ExtensionPoints {
    'tickets.priority@1': {
      input: {
        contactId: string
        vehicleId: string | null
        complaint: string
        /** What the writer chose. */
        priority: TicketPriority
      }
      /** A more urgent one and why: `Maintenance contract`. */
      output: { priority: TicketPriority; reason: string }
    }
  }
}

/** Where a ticket stands; the table of transitions is in the module's README. */
export type TicketStatus =
  'new' | 'open' | 'in_progress' | 'on_hold' | 'resolved' | 'closed' | 'cancelled'

/** P1 is the most urgent. */
export type TicketPriority = 'P1' | 'P2' | 'P3' | 'P4'

/** What every event of a ticket says of it. */
export interface TicketFacts {
  ticketId: string
  number: string
  contactId: string
  /** `null` while unknown. */
  vehicleId: string | null
  branchId: string
  /** Membership id of the person in charge. */
  assigneeId: string | null
}

/** What other modules may know of a ticket. */
export interface Ticket {
  id: string
  /** `PUN-T26-00001` */
  number: string
  contactId: string
  /** Unknown at first; named before the first job card. */
  vehicleId: string | null
  /** In the customer's words. */
  complaint: string
  priority: TicketPriority
  status: TicketStatus
  /** Membership id of the person in charge. */
  assigneeId: string | null
  branchId: string
}

/** The ticket desk, for modules that work on a customer's request. Joins the caller's open unit. */
export interface TicketDesk {
  /**
   * @throws NotFoundError also when the ticket is not the reader's own and the reader sees only those
   */
  get(scope: Scope, id: string): Promise<Ticket>
  /**
   * Work on the ticket has begun: `new` and `open` become `in_progress`, other statuses stay.
   *
   * @throws NotFoundError
   */
  workStarted(scope: Scope, id: string): Promise<void>
  /**
   * Takes a request in on behalf of a customer, in the branch that is named; the source is the portal.
   *
   * @throws NotFoundError, VehicleOfAnotherError
   */
  open(scope: Scope, request: TicketRequest): Promise<Ticket>
}

/** A request that another module takes in for a customer. */
export interface TicketRequest {
  contactId: string
  vehicleId: string | null
  branchId: string
  /** In the customer's words; 4,000 characters at the most. */
  complaint: string
  priority: TicketPriority
}
