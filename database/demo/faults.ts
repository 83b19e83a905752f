import type { PartKey, ServiceKey } from './catalogue.ts'

/** What customers complain of, what it turns out to be, and what mends it. */
export interface Fault {
  complaint: string
  findings: string
  resolution: string
  priority: 'P1' | 'P2' | 'P3' | 'P4'
  labour: readonly (readonly [ServiceKey, string])[]
  parts: readonly (readonly [PartKey, string])[]
}

/** With how often each comes, out of a hundred. */
export const FAULTS: readonly (readonly [Fault, number])[] = [
  [
    {
      complaint: 'Periodic service is due.',
      findings: 'Brakes, tyres and belt checked; software current.',
      resolution: 'Serviced by the schedule.',
      priority: 'P4',
      labour: [['service', '1']],
      parts: [],
    },
    24,
  ],
  [
    {
      complaint: 'Range drops from 80 to 35 km and it cuts off on the flyover.',
      findings:
        'Main contactor has high resistance and opens under load; traction connector discoloured.',
      resolution: 'Main contactor and connectors replaced, range checked on a 12 km ride.',
      priority: 'P2',
      labour: [['labour', '1.5']],
      parts: [
        ['contactor', '1'],
        ['connectors', '2'],
      ],
    },
    6,
  ],
  [
    {
      complaint: 'Brake squeals and the lever goes deep.',
      findings: 'Front pads worn to 1 mm.',
      resolution: 'Brake pads replaced and bedded in.',
      priority: 'P3',
      labour: [['labour', '0.5']],
      parts: [['pads', '1']],
    },
    15,
  ],
  [
    {
      complaint: 'Does not start, the display stays dark.',
      findings: 'Auxiliary 12 V battery at 8.9 V, does not hold charge.',
      resolution: 'Auxiliary battery replaced.',
      priority: 'P2',
      labour: [
        ['diagnosis', '1'],
        ['labour', '0.5'],
      ],
      parts: [['auxiliary', '1']],
    },
    11,
  ],
  [
    {
      complaint: 'Rear tyre loses air every two days.',
      findings: 'Bead leak, tread near the limit.',
      resolution: 'Tyre replaced and balanced.',
      priority: 'P3',
      labour: [['labour', '0.5']],
      parts: [['tyre', '1']],
    },
    12,
  ],
  [
    {
      complaint: 'Jerks when pulling away, sometimes no response to the throttle.',
      findings: 'Throttle sensor signal drops out between 10 and 20 %.',
      resolution: 'Throttle sensor replaced and taught in.',
      priority: 'P2',
      labour: [
        ['diagnosis', '1'],
        ['labour', '1'],
      ],
      parts: [['throttle', '1']],
    },
    8,
  ],
  [
    {
      complaint: 'Noise from the rear wheel above 40 km/h.',
      findings: 'Rear wheel bearing rough, drive belt cracked at the edge.',
      resolution: 'Bearing and belt replaced.',
      priority: 'P3',
      labour: [['labour', '1.25']],
      parts: [
        ['bearing', '2'],
        ['belt', '1'],
      ],
    },
    8,
  ],
  [
    {
      complaint: 'Charging stops at 62 % and a temperature warning comes on.',
      findings: 'One battery module drifts by 140 mV under charge.',
      resolution: 'Battery module replaced, pack balanced.',
      priority: 'P1',
      labour: [
        ['diagnosis', '1'],
        ['labour', '3'],
      ],
      parts: [['cell', '1']],
    },
    4,
  ],
  [
    {
      complaint: 'Rear suspension hits the stop on every speed breaker.',
      findings: 'Both rear dampers leak.',
      resolution: 'Rear shock absorbers replaced.',
      priority: 'P3',
      labour: [['labour', '1']],
      parts: [['suspension', '2']],
    },
    6,
  ],
  [
    {
      complaint: 'Mirror broken in the parking lot; please wash it as well.',
      findings: 'Left mirror broken, no further damage.',
      resolution: 'Mirror replaced, vehicle washed.',
      priority: 'P4',
      labour: [['wash', '1']],
      parts: [['mirror', '1']],
    },
    6,
  ],
]
