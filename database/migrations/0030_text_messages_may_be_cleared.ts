import { defineMigration } from '@karkhana/kernel/migrations'

/** What was said to whom can be erased from a text message, while the message itself stays counted. */
export default defineMigration({
  up: [
    'alter table sms_messages alter column to_phone drop not null, alter column body drop not null',
  ],
  down: [
    `delete from sms_messages where to_phone is null or body is null`,
    'alter table sms_messages alter column to_phone set not null, alter column body set not null',
  ],
})
