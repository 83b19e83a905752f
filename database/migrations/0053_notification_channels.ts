import { defineMigration } from '@karkhana/kernel/migrations'

/** The phone of a person counts for messages once they have typed the code that went there. */
export default defineMigration({
  up: [
    `alter table users
  -- The number that was confirmed; another one in the profile is not.
  add column confirmed_phone text,
  -- { phone, hash, until, tries } of the code that is awaited
  add column phone_code jsonb`,
  ],
  down: ['alter table users drop column confirmed_phone, drop column phone_code'],
})
