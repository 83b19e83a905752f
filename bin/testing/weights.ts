/**
 * Seconds of the test files that take long, on two busy cores. They decide which files share a batch and which batch
 * begins first; a figure that is out of date costs time, never a test.
 */
export const SECONDS: Readonly<Record<string, number>> = {
  'modules/invoicing/tests/functional/kill.spec.ts': 90,
  'tests/browser/story.spec.ts': 60,
  'tests/browser/looks.spec.ts': 150,
  'tests/browser/partner.spec.ts': 50,
  'tests/browser/live.spec.ts': 35,
  'tests/browser/lists.spec.ts': 35,
  'tests/browser/forms.spec.ts': 35,
  'tests/browser/keyboard_story.spec.ts': 30,
  'tests/browser/getting_started.spec.ts': 25,
  'tests/browser/records.spec.ts': 25,
  'tests/functional/attacks/password_guessing.spec.ts': 25,
  'tests/functional/attacks/invitation_guessing.spec.ts': 10,
  'tests/functional/attacks/hostile_documents.spec.ts': 15,
  'tests/functional/documents/browser_pool.spec.ts': 12,
  'tests/functional/events/crash.spec.ts': 10,
  'tests/functional/ground/postgres.spec.ts': 13,
  'tests/functional/identity/google.spec.ts': 15,
  'tests/functional/jobs/bullmq.spec.ts': 16,
  'tests/functional/jobs/pgboss.spec.ts': 17,
  'tests/functional/kernel/hostile_input.spec.ts': 24,
  'tests/functional/kernel/route_matrix.spec.ts': 90,
  'tests/functional/nodes/nodes.spec.ts': 17,
  'tests/functional/openapi/fuzz.spec.ts': 60,
  'tests/functional/tools/authoring.spec.ts': 51,
  'tests/functional/tools/packages.spec.ts': 63,
  'plugins/feedback/tests/functional/story.spec.ts': 20,
  'plugins/sms-gateway/tests/functional/driver.spec.ts': 11,
}

/** Seconds of a file that is not named above. */
export const USUAL_SECONDS = { unit: 0.1, functional: 2, browser: 10 } as const
