/**
 * Business dates: calendar days as `YYYY-MM-DD`, without time and zone. Runs on the server and in
 * the browser.
 */
export { InvalidDateError, InvalidZoneError } from './errors.ts'
export {
  addDays,
  addMonths,
  businessDateOf,
  compareDates,
  daysBetween,
  formatDate,
  isBusinessDate,
  isWithin,
  parseDate,
  today,
  type BusinessDate,
} from './business_date.ts'
export { financialYear, type FinancialYear } from './financial_year.ts'
