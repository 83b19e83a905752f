/**
 * SQL of a registration number as people read it: `MH 12 AB 1234`, `22 BH 1234 AA`; others as they are stored. The same
 * as `readableRegistration`, where the database writes it.
 */
export function registrationSql(column: string): string {
  const standard = String.raw`regexp_replace(${column}, '^([A-Z]{2})([0-9]{1,2})([A-Z]{0,3})([0-9]{1,4})$', '\1 \2 \3 \4')`
  const bharat = String.raw`regexp_replace(${column}, '^([0-9]{2})(BH)([0-9]{4})([A-Z]+)$', '\1 \2 \3 \4')`
  return `case when ${column} ~ '^[0-9]{2}BH' then ${bharat} else replace(${standard}, '  ', ' ') end`
}
