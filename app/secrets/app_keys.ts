/**
 * The keys of this deployment, from APP_KEY and APP_KEY_PREVIOUS: the present one first. What a former key protected
 * stays readable while it is listed.
 */
export function appKeys(): [present: string, ...previous: string[]] {
  const present = process.env.APP_KEY
  if (!present) throw new Error('APP_KEY is not set')
  const previous = (process.env.APP_KEY_PREVIOUS ?? '').split(',').map((key) => key.trim())
  return [present, ...previous.filter(Boolean)]
}
